using System.Net;
using System.Net.Sockets;

namespace ZipkinMesh.Bench.Harness.Processes;

/// <summary>Finds free ports of 127.0.0.1. No port is returned twice.</summary>
public static class Ports
{
    // Below the range of ephemeral ports. The random start keeps two runs apart.
    private static int _last = Random.Shared.Next(10_000, 28_000);

    /// <summary>Returns the next free port.</summary>
    public static int Next()
    {
        while (true)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, ++_last);
                listener.Start();
                return _last;
            }
            catch (SocketException)
            {
                // In use: try the next one.
            }
        }
    }
}
