using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using ZipkinMesh.Proxy.Configuration;
using ZipkinMesh.Proxy.Configuration.Sources;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Hosting;

/// <summary>
/// <c>--health</c>: asks the proxy that runs beside it, with the same configuration, whether its listeners take connections. For
/// images that have no shell and no curl. No request is sent, so nothing is traced.
/// </summary>
internal static class HealthProbe
{
    public const string Option = "--health";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <returns>Null when every listener answers, else which does not.</returns>
    public static async Task<string?> FindProblemAsync(string[] args)
    {
        using var configuration = new ConfigurationManager();
        ConfigurationSources.Add(configuration, [.. args.Where(arg => arg != Option)]);
        foreach (var (name, listener) in MeshOptionsReader.ReadProgram(configuration).Listeners)
        {
            var address = IPAddress.Parse(listener.Address);
            var target = new IPEndPoint(address.Equals(IPAddress.Any) ? IPAddress.Loopback : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address, listener.Port);
            try
            {
                using var timeout = new CancellationTokenSource(Timeout);
                using var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(target, timeout.Token);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                return $"{name} at {target}: {e.Message}";
            }
        }

        return null;
    }
}
