using System.Collections.Concurrent;
using System.Net;
using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Upstreams.Tls;

namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>Holds the connection pools of a cluster's destinations, and closes connections that nobody has used for a while.</summary>
internal sealed class DestinationPools : IDisposable
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(15);

    // With TLS, destinations of different names may share an address. Authority is the name, and null for clear text.
    private readonly ConcurrentDictionary<(string Host, int Port, string? Authority), ConnectionPool> _pools = new();
    private readonly Lock _lock = new();
    private readonly ClusterCounters _counters;
    private readonly ConnectionLimits _limits;
    private readonly UpstreamTls? _tls;
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly ITimer _timer;
    private bool _isRetired;

    public DestinationPools(TimeProvider time, ConnectionLimits limits, ClusterCounters counters, UpstreamTls? tls)
    {
        (_time, _limits, _counters, _tls) = (time, limits, counters, tls);
        _interval = IntervalOf(limits);

        // It runs while there are pools: a cluster that isn't used any more can then be collected.
        _timer = time.CreateTimer(static pools => ((DestinationPools)pools!).CloseExpired(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Gets the number of open connections.</summary>
    public int OpenCount => _pools.Values.Sum(pool => pool.OpenCount);

    /// <summary>Gets the number of destinations that have connections.</summary>
    public int Count => _pools.Count;

    /// <summary>Returns the pool of the destination that a URL names.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="authority">The name of the destination, for TLS; null for clear text.</param>
    public ConnectionPool Get(Uri url, string? authority) =>
        _pools.TryGetValue((url.Host, url.Port, authority), out var pool) ? pool : Add(url, authority);

    /// <summary>Closes the idle connections now, and those in use when their requests end.</summary>
    public void Retire()
    {
        lock (_lock)
        {
            _isRetired = true;
            foreach (var pool in _pools.Values)
            {
                pool.Retire();
            }
        }
    }

    public void Dispose()
    {
        Retire();
        _timer.Dispose();
    }

    // A connection is closed at most a quarter of its time late.
    private static TimeSpan IntervalOf(ConnectionLimits limits)
    {
        TimeSpan[] times = [limits.IdleTimeout, limits.MaxDuration];
        var shortest = times.Where(time => time > TimeSpan.Zero).DefaultIfEmpty(LongestInterval).Min() / 4;
        return shortest < ShortestInterval ? ShortestInterval : shortest > LongestInterval ? LongestInterval : shortest;
    }

    private ConnectionPool Add(Uri url, string? authority)
    {
        var endPoint = IPAddress.TryParse(url.Host, out var address) ? new IPEndPoint(address, url.Port) : (EndPoint)new DnsEndPoint(url.Host, url.Port);
        lock (_lock)
        {
            if (_pools.IsEmpty)
            {
                _timer.Change(_interval, _interval);
            }

            var server = authority is null ? null : new TlsServer(_tls!, authority);
            var pool = _pools.GetOrAdd(
                (url.Host, url.Port, authority), _ => new ConnectionPool(endPoint, server, _time, _limits, _counters, _counters.HostOf(url)));
            if (_isRetired)
            {
                pool.Retire();
            }

            return pool;
        }
    }

    // A pool without connections is removed. A request that has just got it closes its connection at its end.
    private void CloseExpired()
    {
        lock (_lock)
        {
            foreach (var (destination, pool) in _pools)
            {
                pool.CloseExpired();
                if (pool.OpenCount == 0)
                {
                    _pools.TryRemove(destination, out _);
                    pool.Retire();
                }
            }

            if (_pools.IsEmpty)
            {
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
