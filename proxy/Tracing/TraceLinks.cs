using ZipkinMesh.Hosting.Options.Rules;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>Makes links to the page of a trace; see <see cref="TracingOptions.TraceUrl"/>.</summary>
internal sealed class TraceLinks(ZipkinMeshOptions options)
{
    private readonly string _template = options.Tracing?.TraceUrl ?? "";

    /// <summary>Returns the address of a trace; null when none is configured.</summary>
    public string? UrlOf(string traceId) =>
        _template.Length == 0 ? null : _template.Replace(TraceUrlAttribute.Placeholder, traceId, StringComparison.Ordinal);
}
