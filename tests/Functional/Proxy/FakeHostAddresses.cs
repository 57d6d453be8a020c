using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using ZipkinMesh.Proxy.Upstreams;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Answers look-ups in the place of the machine's resolver, and tells of each; a name it does not have is not found.</summary>
internal sealed class FakeHostAddresses : IHostAddresses
{
    private readonly ConcurrentDictionary<string, IPAddress[]> _hosts = new();
    private readonly Channel<string> _asked = Channel.CreateUnbounded<string>();

    public FakeHostAddresses Set(string host, params string[] addresses)
    {
        _hosts[host] = [.. addresses.Select(IPAddress.Parse)];
        return this;
    }

    public void Forget(string host) => _hosts.TryRemove(host, out _);

    /// <summary>The name of the next look-up.</summary>
    public async Task<string> AskedAsync()
    {
        using var bound = new CancellationTokenSource(Lines.Bound);
        return await _asked.Reader.ReadAsync(bound.Token);
    }

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel)
    {
        _asked.Writer.TryWrite(host);
        return _hosts.TryGetValue(host, out var addresses)
            ? Task.FromResult(addresses)
            : Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound));
    }
}
