namespace ZipkinMesh.Proxy.Listeners;

/// <summary>Specifies the state of the proxy (Envoy's <c>ServerInfo.State</c>). The values are those of Envoy's statistic <c>server.state</c>.</summary>
internal enum ServerState
{
    /// <summary>The listeners are open.</summary>
    Live = 0,

    /// <summary>The proxy is ending, or has been told to fail health checks.</summary>
    Draining = 1,

    /// <summary>Routes and clusters are being loaded.</summary>
    PreInitializing = 2,

    /// <summary>The listeners aren't open yet.</summary>
    Initializing = 3,
}
