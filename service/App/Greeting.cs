using System.Net;
using System.Net.Sockets;

namespace ZipkinMesh.App;

/// <summary>
/// The one line the app says:
/// <code>Hello from behind Envoy (service 1)! hostname: 4ee081ef8d91 resolvedhostname: 172.31.81.3</code>
/// </summary>
internal static class Greeting
{
    /// <summary>Asked once, at start: a container's name and address stay, and a resolver that has to give up first is slow.</summary>
    public static async Task<string> ComposeAsync(string serviceName)
    {
        var hostname = Dns.GetHostName();
        return $"Hello from behind Envoy (service {serviceName})! hostname: {hostname} resolvedhostname: {await ResolveAsync(hostname)}\n";
    }

    // IPv4 first, as gethostbyname has it. A machine whose own name resolves to nothing still greets.
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
