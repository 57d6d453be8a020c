using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;

namespace ZipkinMesh.Proxy.Streams;

/// <summary>
/// Ends a request's forwarding when the client leaves, and when the route's timeout has passed: it runs from the end of the
/// request to the end of the response, as Envoy's does. YARP hears of both as the request being aborted. One serves all requests of a
/// connection.
/// </summary>
internal sealed class RequestLifetime : IHttpRequestLifetimeFeature, IHttpRequestTimeoutFeature, IDisposable
{
    private CancellationToken _clientGone;
    private CancellationTokenRegistration _registration;
    private CancellationTokenSource _source = new();
    private TimeSpan _timeout;

    public CancellationToken RequestAborted { get; set; }

    public bool HasTimedOut => _source.IsCancellationRequested && !_clientGone.IsCancellationRequested;

    /// <inheritdoc cref="Abort"/>
    public bool HasBrokenOff { get; private set; }

    /// <summary>A request begins: to be ended with <see cref="End"/>.</summary>
    public void Begin(TimeSpan timeout, CancellationToken clientGone)
    {
        if (!_source.TryReset())
        {
            _source.Dispose();
            _source = new CancellationTokenSource();
        }

        HasBrokenOff = false;
        _timeout = timeout;
        _clientGone = clientGone;
        _registration = clientGone.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        RequestAborted = _source.Token;
    }

    /// <summary>The request has been read to its end: from now on the response is waited for.</summary>
    public void StartTimeout()
    {
        if (_timeout > TimeSpan.Zero)
        {
            _source.CancelAfter(_timeout);
        }
    }

    CancellationToken IHttpRequestTimeoutFeature.RequestTimeoutToken => RequestAborted;

    /// <summary>YARP asks for it once a connection has become a WebSocket, which has no end to wait for.</summary>
    public void DisableTimeout() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>
    /// YARP's way to end a response that broke off. Kestrel would reset the connection, and what was written before might not
    /// arrive; <c>Pipeline</c> closes it in order instead.
    /// </summary>
    public void Abort() => HasBrokenOff = true;

    public void End()
    {
        _registration.Dispose();
        DisableTimeout();
    }

    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}
