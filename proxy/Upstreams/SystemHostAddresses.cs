using System.Net;

namespace ZipkinMesh.Proxy.Upstreams;

/// <summary>Resolves host names with the machine's resolver.</summary>
internal sealed class SystemHostAddresses : IHostAddresses
{
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel) => Dns.GetHostAddressesAsync(host, cancel);
}
