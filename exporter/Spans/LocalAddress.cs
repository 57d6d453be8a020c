using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ZipkinMesh.Exporter.Spans;

/// <summary>Finds the address of this process for others, in spans and headers: the machine's first IPv4 address that isn't loopback, as in Envoy.</summary>
internal static class LocalAddress
{
    public static string Find() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(nic => nic.OperationalStatus == OperationalStatus.Up)
        .SelectMany(nic => nic.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address), IPAddress.Loopback)
        .ToString();
}
