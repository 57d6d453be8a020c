using System.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>Gets the state of the proxy as operators see it.</summary>
internal sealed class ServerStatus(IHostApplicationLifetime lifetime, DrainManager drain)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Gets the state.</summary>
    public ServerState State =>
        drain.HealthCheckFailed || drain.IsEnding || lifetime.ApplicationStopping.IsCancellationRequested ? ServerState.Draining
        : lifetime.ApplicationStarted.IsCancellationRequested ? ServerState.Live
        : ServerState.Initializing;

    /// <summary>Gets the name of the state, such as <c>PRE_INITIALIZING</c>.</summary>
    public string StateName => State switch
    {
        ServerState.Live => "LIVE",
        ServerState.Draining => "DRAINING",
        ServerState.PreInitializing => "PRE_INITIALIZING",
        _ => "INITIALIZING",
    };

    /// <summary>Gets the time since the proxy was started.</summary>
    public TimeSpan Uptime => Stopwatch.GetElapsedTime(_start);
}
