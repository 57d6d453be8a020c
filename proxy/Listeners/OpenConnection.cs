using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>
/// Applies to an open connection the limits that Kestrel doesn't have. It compares what it sees with what it saw before, so requests pay
/// nothing for it.
/// </summary>
internal sealed class OpenConnection(ConnectionContext context, DownstreamConnection downstream, ListenerOptions limits)
{
    // Kestrel's default for request bodies.
    private const double MinBytesPerSecond = 240;

    // The shortest time after which a connection counts as idle; a client with more requests sends them earlier.
    private static readonly TimeSpan ShortestIdleTime = TimeSpan.FromSeconds(2);

    private readonly long _opened = Environment.TickCount64;

    private (int Requests, bool IsBusy, bool IsPartial) _state;
    private long _stateSince = Environment.TickCount64;
    private long _bytes;
    private long _bytesSince;
    private bool _isClosing;

    /// <summary>Gets a value indicating that a request is under way whose headers have been read.</summary>
    public bool IsBusy => downstream.Current is not null;

    /// <summary>Closes the connection, or stops its request, when it has reached a limit.</summary>
    /// <param name="now">The time, by <see cref="Environment.TickCount64"/>.</param>
    /// <param name="patience">While memory runs out, the time that a client may take to send a request; otherwise null.</param>
    public void Check(long now, TimeSpan? patience)
    {
        var stream = downstream.Current;
        Observe(now, stream);
        if (stream is not null)
        {
            CheckRequest(stream, now, patience);
        }
        else if (patience is { } limit)
        {
            Shed(Since(_stateSince, now), limit);
        }

        if (limits.MaxConnectionDuration > TimeSpan.Zero && Since(_opened, now) >= limits.MaxConnectionDuration)
        {
            Close();
        }
    }

    /// <summary>Stops the request under way, if there is one.</summary>
    public void Stop(LocalReply reply) => downstream.Current?.Lifetime.Stop(reply);

    private static TimeSpan Since(long then, long now) => TimeSpan.FromMilliseconds(now - then);

    private void Observe(long now, StreamInfo? stream)
    {
        var state = (downstream.Requests, stream is not null, downstream.HasPartialRequest);
        var bytes = stream is null ? 0 : stream.BytesReceived + stream.BytesSent;
        if (state != _state)
        {
            (_state, _stateSince, _bytes, _bytesSince) = (state, now, bytes, now);
        }
        else if (bytes != _bytes)
        {
            (_bytes, _bytesSince) = (bytes, now);
        }
    }

    private void CheckRequest(StreamInfo stream, long now, TimeSpan? patience)
    {
        var lifetime = stream.Lifetime;
        if (lifetime.IsUnlimited)
        {
            return;
        }

        if (limits.StreamIdleTimeout > TimeSpan.Zero && Since(_bytesSince, now) >= limits.StreamIdleTimeout)
        {
            lifetime.Stop(lifetime.IsRequestComplete ? LocalReply.ResponseIdle : LocalReply.RequestIdle);
        }
        else if (!lifetime.IsRequestComplete && Since(_stateSince, now) is var age && age >= patience
            && stream.BytesReceived < MinBytesPerSecond * age.TotalSeconds)
        {
            lifetime.Stop(LocalReply.RequestIdle);
        }
    }

    private void Shed(TimeSpan age, TimeSpan patience)
    {
        if (downstream.HasPartialRequest && age >= patience)
        {
            // Kestrel closes a connection only before the first byte of a request.
            context.Abort();
        }
        else if (age >= ShortestIdleTime)
        {
            Close();
        }
    }

    // Kestrel closes the connection after the request under way, whose response says so if it hasn't begun.
    private void Close()
    {
        if (!_isClosing)
        {
            _isClosing = true;
            context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        }
    }
}
