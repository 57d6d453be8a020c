using Yarp.ReverseProxy.Configuration;
using ZipkinMesh.Proxy.Http;

namespace ZipkinMesh.Proxy.Upstreams.Tls;

/// <summary>
/// Carries the name of a destination with a request: the addresses of resolved destinations are IP addresses, and the Host header is the
/// client's, who must not choose the name that a server's certificate is verified against.
/// </summary>
internal static class ServerName
{
    private static readonly HttpRequestOptionsKey<string> Key = new("ZipkinMesh.ServerName");

    /// <summary>Adds the name of a request's destination: its <c>Host</c>, or else the host of its address.</summary>
    public static void Add(HttpRequestMessage request, DestinationConfig destination) =>
        request.Options.Set(Key, destination.Host is { Length: > 0 } host ? host : Authority.Of(destination.Address).ToString());

    /// <summary>Returns the name with its port, if it has one. Health checks and reports send it as their Host header.</summary>
    public static string AuthorityOf(HttpRequestMessage request) =>
        request.Options.TryGetValue(Key, out var authority) ? authority : request.Headers.Host ?? request.RequestUri!.Authority;

    /// <summary>Returns an authority without its port, and without the brackets of an IPv6 address.</summary>
    public static string HostOf(string authority)
    {
        Authority.Split(authority, out var host, out _);
        return host.TrimStart('[').TrimEnd(']').ToString();
    }
}
