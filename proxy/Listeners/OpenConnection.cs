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
    private readonly long _opened = Environment.TickCount64;

    private long _lastProgress = Environment.TickCount64;
    private (int Requests, bool IsBusy, long Bytes) _last;
    private bool _isClosing;

    /// <summary>Gets a value indicating that a request is under way whose headers have been read.</summary>
    public bool IsBusy => downstream.Current is not null;

    /// <summary>Closes the connection, or stops its request, when it has reached a limit.</summary>
    /// <param name="now">The time, by <see cref="Environment.TickCount64"/>.</param>
    /// <param name="idleLimit">The time that a connection may wait for the headers of a request while memory runs out; null for no limit.</param>
    public void Check(long now, TimeSpan? idleLimit)
    {
        var idle = TimeSpan.FromMilliseconds(now - LastProgress(now));
        if (downstream.Current is { } stream)
        {
            if (limits.StreamIdleTimeout > TimeSpan.Zero && idle >= limits.StreamIdleTimeout && !stream.Lifetime.IsUnlimited)
            {
                stream.Lifetime.Stop(stream.Lifetime.IsRequestComplete ? LocalReply.ResponseIdle : LocalReply.RequestIdle);
            }
        }
        else if (idle >= idleLimit)
        {
            Shed();
        }

        if (limits.MaxConnectionDuration > TimeSpan.Zero && TimeSpan.FromMilliseconds(now - _opened) >= limits.MaxConnectionDuration)
        {
            Close();
        }
    }

    /// <summary>Stops the request under way, if there is one.</summary>
    public void Stop(LocalReply reply) => downstream.Current?.Lifetime.Stop(reply);

    // Kestrel closes a connection that waits for a request, but not one that has received a part of the headers. What is still open at
    // the next check is of the second kind.
    private void Shed()
    {
        if (_isClosing)
        {
            context.Abort();
        }

        Close();
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

    private long LastProgress(long now)
    {
        var stream = downstream.Current;
        var seen = (downstream.Requests, stream is not null, stream is null ? 0 : stream.BytesReceived + stream.BytesSent);
        if (seen != _last)
        {
            _last = seen;
            _lastProgress = now;
        }

        return _lastProgress;
    }
}
