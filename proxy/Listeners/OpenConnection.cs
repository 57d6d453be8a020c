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

    private TimeSpan? _opened;
    private (int Requests, bool IsBusy, bool IsPartial) _state;
    private TimeSpan _stateSince;
    private long _bytes;
    private TimeSpan _bytesSince;
    private bool _isClosing;

    /// <summary>Gets a value indicating that a request is under way whose headers have been read.</summary>
    public bool IsBusy => downstream.Current is not null;

    /// <summary>Closes the connection, or stops its request, when it has reached a limit.</summary>
    /// <param name="now">The time since the start in which the proxy wasn't stalled.</param>
    /// <param name="patience">While memory runs out, the time that a client may take to send a request; otherwise null.</param>
    /// <returns>True when the client has exceeded <paramref name="patience"/>.</returns>
    public bool Check(TimeSpan now, TimeSpan? patience)
    {
        var stream = downstream.Current;
        Observe(now, stream);
        var isShed = stream is not null ? CheckRequest(stream, now, patience) : patience is { } limit && Shed(now - _stateSince, limit);

        if (limits.MaxConnectionDuration > TimeSpan.Zero && now - _opened >= limits.MaxConnectionDuration)
        {
            Close();
        }

        return isShed;
    }

    /// <summary>Stops the request under way, if there is one.</summary>
    public void Stop(LocalReply reply) => downstream.Current?.Lifetime.Stop(reply);

    private void Observe(TimeSpan now, StreamInfo? stream)
    {
        var state = (downstream.Requests, stream is not null, downstream.HasPartialRequest);
        var bytes = stream is null ? 0 : stream.BytesReceived + stream.BytesSent;
        if (_opened is null || state != _state)
        {
            _opened ??= now;
            (_state, _stateSince, _bytes, _bytesSince) = (state, now, bytes, now);
        }
        else if (bytes != _bytes)
        {
            (_bytes, _bytesSince) = (bytes, now);
        }
    }

    private bool CheckRequest(StreamInfo stream, TimeSpan now, TimeSpan? patience)
    {
        var lifetime = stream.Lifetime;
        if (lifetime.IsUnlimited || lifetime.StoppedWith is not null)
        {
            return false;
        }

        var age = now - _stateSince;
        var isSlow = !lifetime.IsRequestComplete && age >= patience && stream.BytesReceived < MinBytesPerSecond * age.TotalSeconds;
        if (isSlow || (limits.StreamIdleTimeout > TimeSpan.Zero && now - _bytesSince >= limits.StreamIdleTimeout))
        {
            lifetime.Stop(lifetime.IsRequestComplete ? LocalReply.ResponseIdle : LocalReply.RequestIdle);
        }

        return isSlow;
    }

    private bool Shed(TimeSpan age, TimeSpan patience)
    {
        if (downstream.HasPartialRequest && age >= patience)
        {
            // Kestrel closes a connection only before the first byte of a request.
            context.Abort();
            return true;
        }

        if (age < ShortestIdleTime || _isClosing)
        {
            return false;
        }

        Close();
        return true;
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
