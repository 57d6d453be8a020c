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
    private CancellationTokenSource? _try;
    private TimeSpan _tryTimeout;

    public CancellationToken RequestAborted { get; set; }

    CancellationToken IHttpRequestTimeoutFeature.RequestTimeoutToken => RequestAborted;

    public bool HasTimedOut =>
        (_source.IsCancellationRequested && !_clientGone.IsCancellationRequested && StoppedWith is null) || HasTryTimedOut;

    /// <summary>Gets the reply to a request that the proxy itself has stopped; see <see cref="Stop"/>.</summary>
    public LocalReply? StoppedWith { get; private set; }

    /// <summary>Gets a value indicating that the whole request has been read, so that the timeouts run.</summary>
    public bool IsRequestComplete { get; private set; }

    /// <summary>Gets a value indicating that the request may last, because its connection has become a WebSocket.</summary>
    public bool IsUnlimited { get; private set; }

    /// <summary>Gets a value indicating that the current try has taken too long, while the request may take longer.</summary>
    public bool HasTryTimedOut => _try is { IsCancellationRequested: true } && !_source.IsCancellationRequested;

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
        StoppedWith = null;
        IsRequestComplete = false;
        IsUnlimited = false;
        _timeout = timeout;
        _clientGone = clientGone;
        _registration = clientGone.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        RequestAborted = _source.Token;
    }

    /// <summary>Starts one try to forward the request, whose timeout runs once the whole request has been read; zero for no timeout.</summary>
    public void BeginTry(TimeSpan timeout)
    {
        _try?.Dispose();
        _try = null;
        _tryTimeout = timeout;
        RequestAborted = _source.Token;
        if (timeout > TimeSpan.Zero)
        {
            _try = CancellationTokenSource.CreateLinkedTokenSource(_source.Token);
            RequestAborted = _try.Token;
            if (IsRequestComplete)
            {
                _try.CancelAfter(timeout);
            }
        }
    }

    /// <summary>Notes that the whole request has been read, and starts the timeouts.</summary>
    public void CompleteRequest()
    {
        if (IsRequestComplete)
        {
            return;
        }

        IsRequestComplete = true;
        _try?.CancelAfter(_tryTimeout);
        if (_timeout > TimeSpan.Zero)
        {
            _source.CancelAfter(_timeout);
        }
    }

    /// <summary>Stops the timeout. YARP calls it when a connection becomes a WebSocket, which may last.</summary>
    public void DisableTimeout()
    {
        IsUnlimited = true;
        _source.CancelAfter(Timeout.InfiniteTimeSpan);
        _try?.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Stops the request from another thread: it is answered with <paramref name="reply"/>, or ends in order when its response has begun.
    /// </summary>
    public void Stop(LocalReply reply)
    {
        StoppedWith = reply;
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The request and its connection have ended in the meantime.
        }
    }

    /// <summary>
    /// Called by YARP to end a truncated response. Kestrel would reset the connection, and data that has been written might be lost;
    /// the pipeline closes the connection in order instead.
    /// </summary>
    public void Abort() => IsResponseTruncated = true;

    public void End()
    {
        _registration.Dispose();
        _source.CancelAfter(Timeout.InfiniteTimeSpan);
        _try?.Dispose();
        _try = null;
    }

    public void Dispose()
    {
        _registration.Dispose();
        _try?.Dispose();
        _source.Dispose();
    }
}
