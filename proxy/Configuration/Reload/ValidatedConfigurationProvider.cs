using Microsoft.Extensions.Configuration;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Configuration.Sources;
using ZipkinMesh.Proxy.Configuration.Validation;

namespace ZipkinMesh.Proxy.Configuration.Reload;

/// <summary>
/// The section <c>ReverseProxy</c> as YARP gets to see it: of a changed configuration only when its values can be read. YARP
/// itself would pass over a number that is none without a word, and take an emptied file for an order to forget all routes.
/// </summary>
internal sealed class ValidatedConfigurationProvider(IConfiguration configuration) : ConfigurationProvider, IConfigurationSource
{
    private KeyIndex? _index;

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public override void Load() => Data = configuration.GetSection("ReverseProxy").AsEnumerable(makePathsRelative: true)
        .ToDictionary(StringComparer.OrdinalIgnoreCase);

    public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) =>
        KeyIndex.Of(Data, ref _index).GetChildKeys(earlierKeys, parentPath);

    /// <exception cref="SettingException">The configuration can't be used; nothing has changed.</exception>
    public void Update()
    {
        MeshOptionsValidator.CheckProgram(configuration);
        Load();
        OnReload();
    }
}
