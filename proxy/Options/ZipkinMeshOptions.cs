using Microsoft.Extensions.Configuration;
using ZipkinMesh.Proxy.Configuration.Validation;

namespace ZipkinMesh.Proxy.Options;

/// <summary>
/// All that is ours in the configuration, checked. YARP's own section <c>ReverseProxy</c> holds routes and clusters.
/// </summary>
internal sealed record ZipkinMeshOptions(
    NodeOptions Node,
    IReadOnlyDictionary<string, ListenerOptions> Listeners,
    TracingOptions? Tracing)
{
    /// <exception cref="SettingException">A setting is missing, unknown, or out of its range.</exception>
    public static ZipkinMeshOptions Read(IConfiguration configuration)
    {
        MeshOptionsValidator.Check(configuration);

        var tracing = configuration.GetSection("Tracing");
        return new ZipkinMeshOptions(
            configuration.GetSection("Node").Get<NodeOptions>() ?? new NodeOptions(),
            configuration.GetSection("Listeners").Get<Dictionary<string, ListenerOptions>>()!,
            tracing.Exists() ? tracing.Get<TracingOptions>() : null);
    }
}
