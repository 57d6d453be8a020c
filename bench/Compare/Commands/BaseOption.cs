using ZipkinMesh.Bench.Harness.Commands;
using ZipkinMesh.Bench.Harness.Proxies;

namespace ZipkinMesh.Bench.Compare.Commands;

/// <summary>Represents the option that names the folder of another build of ours. The folder must contain both programs.</summary>
/// <param name="name">The option's name.</param>
internal sealed class BaseOption(string name) : ValueOption<string>(
    name,
    "FOLDER",
    "Also measures another build of ours, 'base', round by round beside this one: the folder artifacts/publish of another checkout.",
    $"a folder with {Programs.PublishedFrontProxy} and {Programs.PublishedSidecar}")
{
    /// <inheritdoc/>
    protected override bool TryParse(string text, out string value, ref string wrong)
    {
        value = text;
        return File.Exists(Path.Combine(text, Programs.PublishedFrontProxy)) && File.Exists(Path.Combine(text, Programs.PublishedSidecar));
    }
}
