using System.Net;
using System.Net.Sockets;

namespace ZipkinMesh.App;

/// <summary>
/// The body of the app's responses:
/// <code>Hello from behind Envoy (service 1)! hostname: 4ee081ef8d91 resolvedhostname: 172.31.81.3</code>
/// </summary>
internal static class Greeting
{
    /// <summary>Composes the greeting. Called once, at start: a container's name and address don't change, and a lookup that times out is slow.</summary>
    public static async Task<string> ComposeAsync(string serviceName)
    {
        var hostname = Dns.GetHostName();
        return $"Hello from behind Envoy (service {serviceName})! hostname: {hostname} resolvedhostname: {await ResolveAsync(hostname)}\n";
    }

    // Prefers IPv4, as gethostbyname does. A host name without an address is not an error.
    private static async Task<string> ResolveAsync(string hostname)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(hostname);
            var address = Array.Find(addresses, a => a.AddressFamily == AddressFamily.InterNetwork) ?? addresses.FirstOrDefault();
            return address?.ToString() ?? "unresolved";
        }
        catch (SocketException)
        {
            return "unresolved";
        }
    }
}
