using System.Net;
using ZipkinMesh.Proxy.Upstreams;

namespace ZipkinMesh.Fuzz.Targets;

/// <summary>Resolves every name to 127.0.0.1: fuzzed names must not reach a DNS server.</summary>
internal sealed class LoopbackAddresses : IHostAddresses
{
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
}
