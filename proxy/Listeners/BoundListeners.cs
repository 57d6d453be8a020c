using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>Lists the listeners that Kestrel has opened, with their actual ports.</summary>
internal sealed class BoundListeners(IServer server, ZipkinMeshOptions options)
{
    /// <summary>Gets the listeners in the order in which they are configured; none before they are open.</summary>
    public IEnumerable<(string Name, ListenerOptions Options, string Address)> All
    {
        get
        {
            // Kestrel lists the addresses in the order in which they were bound.
            var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
            return options.Listeners.Zip(addresses, (listener, address) => (listener.Key, listener.Value, address));
        }
    }

    /// <summary>Returns the endpoint of an address such as <c>http://0.0.0.0:8000</c>.</summary>
    public static IPEndPoint EndPointOf(string address)
    {
        var url = new Uri(address);
        return new IPEndPoint(IPAddress.Parse(url.Host), url.Port);
    }
}
