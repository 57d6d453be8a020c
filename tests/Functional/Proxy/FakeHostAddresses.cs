using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using ZipkinMesh.Proxy.Upstreams;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Replaces the machine's resolver and records the lookups. Unknown names are not found.</summary>
internal sealed class FakeHostAddresses : IHostAddresses
{
    private readonly ConcurrentDictionary<string, IPAddress[]> _hosts = new();
    private readonly Channel<string> _lookups = Channel.CreateUnbounded<string>();

    public FakeHostAddresses Set(string host, params string[] addresses)
    {
        _hosts[host] = [.. addresses.Select(IPAddress.Parse)];
        return this;
    }

    public void Remove(string host) => _hosts.TryRemove(host, out _);

    /// <summary>Returns the name of the next lookup, and waits until there is one.</summary>
    public async Task<string> TakeLookupAsync()
    {
        using var timeout = new CancellationTokenSource(Lines.Bound);
        return await _lookups.Reader.ReadAsync(timeout.Token);
    }

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel)
    {
        _lookups.Writer.TryWrite(host);
        return _hosts.TryGetValue(host, out var addresses)
            ? Task.FromResult(addresses)
            : Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound));
    }
}
