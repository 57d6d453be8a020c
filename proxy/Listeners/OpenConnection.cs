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
    private bool _isClosing;

    /// <summary>Closes the connection, or stops requests, when it has reached a limit.</summary>
    /// <param name="now">The time since the start in which the proxy wasn't stalled.</param>
    /// <param name="patience">While memory runs out, the time that a client may take to send a request; otherwise null.</param>
    /// <returns>True when the client has exceeded <paramref name="patience"/>.</returns>
    public bool Check(TimeSpan now, TimeSpan? patience)
    {
        var streams = downstream.GetStreams();
        Observe(now, streams.Length > 0);
        var isShed = streams.Length == 0 && patience is { } limit && Shed(now - _stateSince, limit);
        foreach (var stream in streams)
        {
            isShed |= CheckRequest(stream, now, patience);
        }

        if (downstream.Codec == Codec.Unknown)
        {
            CheckStart(now - _stateSince);
        }

        if (limits.MaxConnectionDuration > TimeSpan.Zero && now - _opened >= limits.MaxConnectionDuration)
        {
            if (!_isClosing)
            {
                downstream.Listener.Counters.ConnectionDurations.Increment();
            }

            Close();
        }

        return isShed;
    }

    /// <summary>Stops the requests under way.</summary>
    /// <returns>The number of requests.</returns>
    public int Stop(LocalReply reply)
    {
        var streams = downstream.GetStreams();
        foreach (var stream in streams)
        {
            stream.Lifetime.Stop(reply);
        }

        return streams.Length;
    }

    private void Observe(TimeSpan now, bool isBusy)
    {
        var state = (downstream.Requests, isBusy, downstream.HasPartialRequest);
        if (_opened is null || state != _state)
        {
            _opened ??= now;
            (_state, _stateSince) = (state, now);
        }
    }

    private bool CheckRequest(StreamInfo stream, TimeSpan now, TimeSpan? patience)
    {
        var (age, idle) = stream.Progress.Observe(now, stream.BytesReceived + stream.BytesSent);
        var lifetime = stream.Lifetime;
        if (lifetime.StoppedWith is not null)
        {
            return false;
        }

        var isSlow = !lifetime.IsRequestComplete && !lifetime.IsTunnel && age >= patience && stream.BytesReceived < MinBytesPerSecond * age.TotalSeconds;
        var idleTimeout = stream.Route?.IdleTimeout ?? limits.StreamIdleTimeout;
        if (isSlow || (idleTimeout > TimeSpan.Zero && idle >= idleTimeout))
        {
            lifetime.Stop(lifetime.IsRequestComplete ? LocalReply.ResponseIdle : LocalReply.RequestIdle);
        }
        else if (limits.RequestTimeout > TimeSpan.Zero && age >= limits.RequestTimeout && !lifetime.IsRequestComplete && !lifetime.IsAnswered)
        {
            lifetime.Stop(LocalReply.RequestTimeout);
        }

        return isSlow;
    }

    // Kestrel's own timeouts begin when it knows the protocol.
    private void CheckStart(TimeSpan age)
    {
        var counters = downstream.Listener.Counters;
        if (downstream.HasPartialRequest ? age >= limits.RequestHeadersTimeout : age >= limits.IdleTimeout)
        {
            (downstream.HasPartialRequest ? counters.HeaderTimeouts : counters.IdleConnections).Increment();
            context.Abort();
        }
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
