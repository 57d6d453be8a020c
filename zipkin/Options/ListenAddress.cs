using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ZipkinMesh.Zipkin.Options;

/// <summary>An address that the server listens on, and the setting that it comes from.</summary>
/// <param name="Key">The name of the setting.</param>
/// <param name="Value">The value of the setting.</param>
/// <param name="Host">An IP address, <c>localhost</c>, or any other text for all addresses.</param>
/// <param name="Port">The port; 0 for any free one.</param>
/// <param name="Protocol">The protocol. Without TLS, a port can't serve both HTTP/1.1 and HTTP/2.</param>
internal sealed record ListenAddress(string Key, string Value, string Host, int Port, HttpProtocols Protocol = HttpProtocols.Http1)
{
    /// <summary>Gets the endpoint at which the server can be reached; <c>localhost</c> and all addresses include the loopback address.</summary>
    public IPEndPoint Reachable => new(IPAddress.TryParse(Host, out var ip) ? ip : IPAddress.Loopback, Port);

    /// <summary>Adds the address to those of the server.</summary>
    public void Open(KestrelServerOptions kestrel)
    {
        if (IPAddress.TryParse(Host, out var ip))
        {
            kestrel.Listen(ip, Port, Configure);
        }
        else if (Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            kestrel.ListenLocalhost(Port, Configure);
        }
        else
        {
            kestrel.ListenAnyIP(Port, Configure);
        }
    }

    private void Configure(ListenOptions listen) => listen.Protocols = Protocol;
}
