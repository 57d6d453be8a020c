using System.Collections.Concurrent;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>Lists the open connections of all listeners.</summary>
internal sealed class ConnectionTable
{
    // Stopping a request takes memory: exceptions, a response, a span. Thousands at once would exhaust what is left.
    private const int MaxShed = 100;

    private readonly ConcurrentDictionary<OpenConnection, byte> _open = [];

    private long _lastChange = Environment.TickCount64 - 60_000;

    /// <summary>Gets a value indicating that no connection is open.</summary>
    public bool IsEmpty => _open.IsEmpty;

    /// <summary>Gets the time since a connection was opened or closed.</summary>
    public TimeSpan Quiet => TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref _lastChange));

    public void Add(OpenConnection connection)
    {
        _open.TryAdd(connection, 0);
        Volatile.Write(ref _lastChange, Environment.TickCount64);
    }

    public void Remove(OpenConnection connection)
    {
        Volatile.Write(ref _lastChange, Environment.TickCount64);
        _open.TryRemove(connection, out _);
    }

    /// <summary>Applies the limits to all connections; see <see cref="OpenConnection.Check"/>.</summary>
    public void Check(TimeSpan now, TimeSpan? patience)
    {
        var shed = 0;
        foreach (var (connection, _) in _open)
        {
            shed += connection.Check(now, patience) ? 1 : 0;
            patience = shed < MaxShed ? patience : null;
        }
    }

    /// <summary>Stops all requests under way.</summary>
    /// <returns>The number of requests.</returns>
    public int Stop(LocalReply reply)
    {
        var count = 0;
        foreach (var (connection, _) in _open)
        {
            count += connection.Stop(reply);
        }

        return count;
    }
}
