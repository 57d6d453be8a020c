using Microsoft.Extensions.Configuration;

namespace ZipkinMesh.Proxy.Configuration;

/// <summary>
/// All that is ours in the configuration, checked. YARP's own section <c>ReverseProxy</c> holds routes and clusters.
/// </summary>
internal sealed record ProxyOptions(
    NodeOptions Node,
    IReadOnlyDictionary<string, ListenerOptions> Listeners,
    TracingOptions? Tracing)
{
    /// <exception cref="ConfigurationMistakeException">A setting is missing, unknown, or out of its range.</exception>
    public static ProxyOptions Read(IConfiguration configuration)
    {
        SettingRules.Check(configuration);

        var tracing = configuration.GetSection("Tracing");
        return new ProxyOptions(
            configuration.GetSection("Node").Get<NodeOptions>() ?? new NodeOptions(),
            configuration.GetSection("Listeners").Get<Dictionary<string, ListenerOptions>>()!,
            tracing.Exists() ? tracing.Get<TracingOptions>() : null);
    }
}
