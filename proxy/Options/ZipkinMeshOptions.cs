namespace ZipkinMesh.Proxy.Options;

/// <summary>The options of a proxy. YARP's own section <c>ReverseProxy</c> holds routes and clusters.</summary>
public sealed class ZipkinMeshOptions
{
    /// <summary>Gets or sets the identity of the proxy.</summary>
    public NodeOptions Node { get; set; } = new();

    /// <summary>Gets the listeners by their names.</summary>
    public IDictionary<string, ListenerOptions> Listeners { get; } = new Dictionary<string, ListenerOptions>();

    /// <summary>Gets or sets the options of the end of the program.</summary>
    public DrainOptions Drain { get; set; } = new();

    /// <summary>Gets or sets the options of the admin interface; null when there is none.</summary>
    public AdminOptions? Admin { get; set; }

    /// <summary>Gets or sets the options of tracing; null when requests aren't traced.</summary>
    public TracingOptions? Tracing { get; set; }

    /// <summary>Gets or sets the options of the access log; null for none.</summary>
    public AccessLogOptions? AccessLog { get; set; }

    /// <summary>Gets or sets the settings of OpenTelemetry. Only a program reads them; an app configures OpenTelemetry itself.</summary>
    internal OpenTelemetryOptions OpenTelemetry { get; set; } = new();
}
