using System.Net;

namespace ZipkinMesh.Proxy.Upstreams;

/// <summary>Looks up the addresses of a name. Tests answer in the place of the machine's resolver.</summary>
internal interface IHostAddresses
{
    Task<IPAddress[]> FindAsync(string host, CancellationToken cancel);
}
