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
    private bool _isRunning;
    private CancellationTokenSource? _duration;
    private CancellationTokenRegistration _durationRegistration;
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

    /// <summary>Gets a value indicating that the connection has been upgraded, so that it carries another protocol in both directions.</summary>
    public bool IsTunnel { get; private set; }

    /// <summary>Gets or sets a value indicating that a response has begun.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>Gets a value indicating that the client has disconnected.</summary>
    public bool IsClientGone => _clientGone.IsCancellationRequested;

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
        IsTunnel = false;
        IsAnswered = false;
        _isRunning = false;
        _timeout = timeout;
        _clientGone = clientGone;
        _registration = clientGone.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        RequestAborted = _source.Token;
    }

    /// <summary>Stops the request at an age, whatever it does then; see <see cref="Stop"/>.</summary>
    public void LimitDuration(TimeSpan limit)
    {
        _duration = new CancellationTokenSource(limit);
        _durationRegistration = _duration.Token.UnsafeRegister(static lifetime => ((RequestLifetime)lifetime!).StopByDuration(), this);
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
            if (_isRunning)
            {
                _try.CancelAfter(timeout);
            }
        }
    }

    /// <summary>Notes that the whole request has been read, and starts the timeouts.</summary>
    public void CompleteRequest()
    {
        if (!IsRequestComplete)
        {
            IsRequestComplete = true;
            StartTimeouts();
        }
    }

    /// <summary>Starts the timeouts. A request for an upgrade is never complete, and they run until it is answered.</summary>
    public void StartTimeouts()
    {
        _isRunning = true;
        _try?.CancelAfter(_tryTimeout);
        if (_timeout > TimeSpan.Zero)
        {
            _source.CancelAfter(_timeout);
        }
    }

    /// <summary>Stops the timeouts. YARP calls it when a connection has been upgraded, which may last.</summary>
    public void DisableTimeout()
    {
        IsTunnel = true;
        _source.CancelAfter(Timeout.InfiniteTimeSpan);
        _try?.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Stops the request from another thread: it is answered with <paramref name="reply"/>, or ends in order when its response has begun.
    /// </summary>
    public void Stop(LocalReply reply)
    {
        StoppedWith = reply;
        Cancel();
    }

    /// <summary>
    /// Lets an upgraded connection go on when the client has disconnected, so that what it sent before is still forwarded;
    /// <see cref="EndTunnel"/> must follow.
    /// </summary>
    public void OutlastClient() => _registration.Dispose();

    /// <summary>Ends an upgraded connection, of which the client has sent everything.</summary>
    public void EndTunnel() => Cancel();

    /// <summary>
    /// Called by YARP to end a truncated response. Kestrel would reset the connection, and data that has been written might be lost;
    /// the pipeline closes the connection in order instead.
    /// </summary>
    public void Abort() => IsResponseTruncated = true;

    public void End()
    {
        _registration.Dispose();
        EndDuration();
        _source.CancelAfter(Timeout.InfiniteTimeSpan);
        _try?.Dispose();
        _try = null;
    }

    public void Dispose()
    {
        _registration.Dispose();
        EndDuration();
        _try?.Dispose();
        _source.Dispose();
    }

    private void Cancel()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The request and its connection have ended in the meantime.
        }
    }

    private void StopByDuration() => Stop(IsRequestComplete ? LocalReply.ResponseDuration : LocalReply.RequestDuration);

    // A callback that runs at this moment ends before: it must not stop the next request.
    private void EndDuration()
    {
        if (_duration is not null)
        {
            _durationRegistration.Dispose();
            _duration.Dispose();
            _duration = null;
        }
    }
}
