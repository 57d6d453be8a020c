using System.Net;

namespace ZipkinMesh.Proxy.Upstreams;

/// <summary>Resolves host names to addresses. Tests replace the machine's resolver with their own.</summary>
internal interface IHostAddresses
{
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel);
}
