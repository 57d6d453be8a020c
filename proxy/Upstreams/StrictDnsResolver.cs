using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace ZipkinMesh.Proxy.Upstreams;

/// <summary>
/// Resolves destinations as Envoy's STRICT_DNS does: each address of a destination's host name becomes a destination. Names are resolved
/// again every five seconds. A failed lookup keeps the last good addresses, and never fails the configuration.
/// </summary>
/// <remarks>
/// <c>http://service2:8000</c> with two addresses becomes <c>service2[172.31.81.4]</c> at http://172.31.81.4:8000 and
/// <c>service2[172.31.81.5]</c> at http://172.31.81.5:8000. When a name has both IPv4 and IPv6 addresses, only the IPv4 ones are used.
/// </remarks>
internal sealed partial class StrictDnsResolver(IHostAddresses dns, TimeProvider time, ILogger<StrictDnsResolver> logger)
    : BackgroundService, IDestinationResolver
{
    /// <summary>The interval between lookups; the default of Envoy's <c>dns_refresh_rate</c>.</summary>
    public static readonly TimeSpan RefreshRate = TimeSpan.FromSeconds(5);

    // Limits how long a start waits for names that don't resolve.
    private static readonly TimeSpan QueryTimeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, IPAddress[]> _known = new(StringComparer.OrdinalIgnoreCase);
    private CancellationTokenSource _changed = new();

    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(
        IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
    {
        // The token is read before the names, so that a change in between isn't missed.
        var changed = new CancellationChangeToken(_changed.Token);
        var resolved = new Dictionary<string, DestinationConfig>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, destination) in destinations)
        {
            // An address that is no URL is refused later, by its key (RouteConfigFilter).
            if (!Uri.TryCreate(destination.Address, UriKind.Absolute, out var uri) || uri.HostNameType != UriHostNameType.Dns)
            {
                resolved[name] = destination;
                continue;
            }

            if (!_known.TryGetValue(uri.IdnHost, out var addresses))
            {
                addresses = await LookUpAsync(uri.IdnHost, cancellationToken) ?? [];
                _known[uri.IdnHost] = addresses;
            }

            foreach (var address in addresses)
            {
                resolved[$"{name}[{address}]"] = destination with
                {
                    Address = new UriBuilder(uri) { Host = address.ToString() }.Uri.ToString(),
                    Host = destination.Host ?? uri.Authority,
                };
            }
        }

        return new ResolvedDestinationCollection(resolved, changed);
    }

    public override void Dispose()
    {
        _changed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RefreshRate, time);
        using var stop = stoppingToken.UnsafeRegister(static timer => ((PeriodicTimer)timer!).Dispose(), timer);
        while (await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            var answers = await Task.WhenAll(_known.Keys.Select(host => RefreshAsync(host, stoppingToken)));
            if (answers.Contains(true))
            {
                // YARP then resolves all its destinations again, from the known addresses.
                using var before = Interlocked.Exchange(ref _changed, new CancellationTokenSource());
                await before.CancelAsync();
            }
        }
    }

    private async Task<bool> RefreshAsync(string host, CancellationToken cancel)
    {
        var before = _known[host];
        if (await LookUpAsync(host, cancel) is not { } now || now.SequenceEqual(before))
        {
            return false;
        }

        _known[host] = now;
        LogChanged(host, now);
        return true;
    }

    /// <returns>The sorted addresses; null when the lookup failed.</returns>
    private async Task<IPAddress[]?> LookUpAsync(string host, CancellationToken cancel)
    {
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            timeout.CancelAfter(QueryTimeout);
            var addresses = await dns.ResolveAsync(host, timeout.Token);
            var preferred = addresses.Any(a => a.AddressFamily == AddressFamily.InterNetwork)
                ? addresses.Where(a => a.AddressFamily == AddressFamily.InterNetwork)
                : addresses;
            var sorted = preferred.Distinct().OrderBy(a => a.ToString(), StringComparer.Ordinal).ToArray();
            return sorted.Length > 0 ? sorted : null;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ArgumentException)
        {
            if (!cancel.IsCancellationRequested)
            {
                LogNotFound(host, e.Message);
            }

            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Host} resolves to {Addresses}.")]
    private partial void LogChanged(string host, IPAddress[] addresses);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Host} can't be resolved: {Problem}")]
    private partial void LogNotFound(string host, string problem);
}
