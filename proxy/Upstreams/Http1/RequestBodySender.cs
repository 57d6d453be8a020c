namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>Sends the body of a request while the response is awaited and received.</summary>
/// <param name="content">The body.</param>
/// <param name="stream">The stream that frames it.</param>
/// <param name="exchange">The exchange; it is aborted when the body can't be read from the client.</param>
internal sealed class RequestBodySender(HttpContent content, RequestBodyStream stream, Exchange exchange) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private ITimer? _continueTimer;
    private volatile bool _isStarted;
    private volatile bool _isStopped;
    private volatile bool _isSent;
    private volatile Exception? _failure;

    /// <summary>Gets a value indicating that the body has been sent to its end.</summary>
    public bool IsSent => _isSent;

    /// <summary>Gets the exception with which the client's part failed; null when it didn't.</summary>
    public Exception? Failure => _failure;

    /// <summary>Sends the head, and starts to send the body.</summary>
    public Task StartAsync()
    {
        Start();
        return stream.SendHeadAsync();
    }

    /// <summary>
    /// Sends the head alone. The body follows when the upstream says so, or when it says nothing for the given time.
    /// </summary>
    public Task StartAfterContinueAsync(TimeProvider time, TimeSpan timeout)
    {
        _continueTimer = time.CreateTimer(static sender => ((RequestBodySender)sender!).Start(), this, timeout, Timeout.InfiniteTimeSpan);
        return stream.SendHeadAsync();
    }

    /// <summary>Starts to send the body, unless that has happened or the exchange is over.</summary>
    public void Start()
    {
        lock (_lock)
        {
            if (_isStarted || _isStopped)
            {
                return;
            }

            _isStarted = true;
            _continueTimer?.Dispose();
            _ = SendAsync();
        }
    }

    /// <summary>Stops the sender when the exchange is over.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _isStopped = true;
            _continueTimer?.Dispose();
        }

        if (!_isSent)
        {
            _stop.Cancel();
        }
    }

    public void Dispose() => _stop.Dispose();

    private async Task SendAsync()
    {
        try
        {
            await content.CopyToAsync(stream, _stop.Token).ConfigureAwait(false);
            if (!stream.HasFailed)
            {
                await stream.CompleteAsync().ConfigureAwait(false);
                _isSent = true;
            }
        }
        catch (Exception e)
        {
            // When the upstream has closed the connection, it may have responded before, so its response is still awaited.
            if (!stream.HasFailed)
            {
                _failure = e;
                exchange.Abort();
            }
        }
    }
}
