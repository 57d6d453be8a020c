using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace ZipkinMesh.Proxy.Listeners.Codecs;

/// <summary>
/// Represents an accepted connection to the endpoint that serves it with HTTP/2. Its end leaves the accepted connection open, whose own
/// endpoint closes it then.
/// </summary>
internal sealed class Http2Connection : ConnectionContext
{
    private readonly ConnectionContext _accepted;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _closing;

    public Http2Connection(ConnectionContext accepted)
    {
        _accepted = accepted;
        ConnectionId = accepted.ConnectionId;
        Transport = accepted.Transport;

        // The endpoint sets features of its own; the others are those of the accepted connection.
        Features = new FeatureCollection(accepted.Features);

        // Kestrel asks the connections of each endpoint to close, and the proxy asks accepted ones; either way the HTTP/2 connection sends
        // GOAWAY.
        _closing = accepted.Features.Get<IConnectionLifetimeNotificationFeature>()!.ConnectionClosedRequested.UnsafeRegister(
            static connection => ((Http2Connection)connection!).RequestClose(), this);
    }

    /// <summary>Gets a task that completes when the connection has been served.</summary>
    public Task Ended => _ended.Task;

    public override string ConnectionId { get; set; }

    public override IFeatureCollection Features { get; }

    public override IDictionary<object, object?> Items { get; set; } = new ConnectionItems();

    public override IDuplexPipe Transport { get; set; }

    public override EndPoint? LocalEndPoint => _accepted.LocalEndPoint;

    public override EndPoint? RemoteEndPoint => _accepted.RemoteEndPoint;

    public override CancellationToken ConnectionClosed => _accepted.ConnectionClosed;

    public override void Abort(ConnectionAbortedException abortReason) => _accepted.Abort(abortReason);

    public override ValueTask DisposeAsync()
    {
        _closing.Dispose();
        _ended.TrySetResult();
        return base.DisposeAsync();
    }

    private void RequestClose() => Features.Get<IConnectionLifetimeNotificationFeature>()!.RequestClose();
}
