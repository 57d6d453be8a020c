using System.Net;

namespace ZipkinMesh.Proxy.Upstreams;

/// <summary>The machine's own resolver.</summary>
internal sealed class SystemHostAddresses : IHostAddresses
{
    public Task<IPAddress[]> FindAsync(string host, CancellationToken cancel) => Dns.GetHostAddressesAsync(host, cancel);
}
