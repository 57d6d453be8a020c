namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>
/// Represents one request and its response on a connection. It ends once: the connection is then reused or closed, and what still
/// belongs to the exchange, such as a late cancellation, has no effect on the connection's next request.
/// </summary>
internal sealed class Exchange(ConnectionPool pool, Http1Connection connection, CancellationToken cancel)
{
    private CancellationTokenRegistration _registration;
    private int _isOver;

    public Http1Connection Connection => connection;

    /// <summary>Gets or sets a value indicating that the connection has been upgraded to another protocol.</summary>
    public bool IsUpgraded { get; set; }

    /// <summary>Gets or sets the sender of the request body; null for a request without a body.</summary>
    public RequestBodySender? Body { get; set; }

    /// <summary>Starts to listen for the cancellation of the request, which closes the connection.</summary>
    public void Begin() => _registration = cancel.UnsafeRegister(static exchange => ((Exchange)exchange!).Abort(), this);

    /// <summary>
    /// Ends the exchange when the response has been received. When the upstream has responded without reading all of the request, the
    /// rest isn't sent, and the connection is closed.
    /// </summary>
    public void Complete(bool isPersistent)
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0)
        {
            return;
        }

        _registration.Unregister();
        if (isPersistent && (Body is null || Body.IsSent))
        {
            pool.Return(connection);
        }
        else
        {
            pool.Close(connection);
            Body?.Stop();
        }
    }

    /// <summary>Ends the exchange and closes its connection.</summary>
    public void Abort()
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            _registration.Unregister();
            if (IsUpgraded)
            {
                // What has been sent still arrives. The stream closes the connection when it is disposed.
                connection.Shutdown();
            }
            else
            {
                pool.Close(connection);
            }

            Body?.Stop();
        }
    }

    /// <summary>Closes an upgraded connection.</summary>
    public void EndUpgrade()
    {
        Abort();
        pool.Close(connection);
    }

    /// <summary>Returns the cause of a failure: the cancellation or the end of the client, when they have closed the connection.</summary>
    public Exception CauseOf(Exception failure) =>
        cancel.IsCancellationRequested ? new OperationCanceledException(failure.Message, failure, cancel)
        : Body?.Failure ?? failure;
}
