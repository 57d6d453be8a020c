using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;

namespace ZipkinMesh.Proxy.Streams;

/// <summary>
/// Cancels the forwarding of a request when the client disconnects, and when the route's timeout has passed. The timeout runs from the
/// end of the request to the end of the response, as Envoy's does. YARP sees both as an aborted request.
/// </summary>
internal sealed class RequestLifetime : IHttpRequestLifetimeFeature, IHttpRequestTimeoutFeature, IDisposable
{
    private CancellationToken _clientGone;
    private CancellationTokenRegistration _registration;
    private CancellationTokenSource _source = new();
    private TimeSpan _timeout;

    public CancellationToken RequestAborted { get; set; }

    CancellationToken IHttpRequestTimeoutFeature.RequestTimeoutToken => RequestAborted;

    public bool HasTimedOut => _source.IsCancellationRequested && !_clientGone.IsCancellationRequested;

    /// <summary>Gets a value indicating that a response that had begun can't be finished; see <see cref="Abort"/>.</summary>
    public bool IsResponseTruncated { get; private set; }

    /// <summary>Starts for a request; <see cref="End"/> must follow.</summary>
    public void Begin(TimeSpan timeout, CancellationToken clientGone)
    {
        if (!_source.TryReset())
        {
            _source.Dispose();
            _source = new CancellationTokenSource();
        }

        IsResponseTruncated = false;
        _timeout = timeout;
        _clientGone = clientGone;
        _registration = clientGone.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        RequestAborted = _source.Token;
    }

    /// <summary>Starts the route's timeout: the whole request has been read.</summary>
    public void StartTimeout()
    {
        if (_timeout > TimeSpan.Zero)
        {
            _source.CancelAfter(_timeout);
        }
    }

    /// <summary>Stops the timeout. YARP calls it when a connection becomes a WebSocket, which may last.</summary>
    public void DisableTimeout() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>
    /// Called by YARP to end a truncated response. Kestrel would reset the connection, and data that has been written might be lost;
    /// the pipeline closes the connection in order instead.
    /// </summary>
    public void Abort() => IsResponseTruncated = true;

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
