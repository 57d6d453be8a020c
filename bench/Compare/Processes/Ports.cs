using System.Net;
using System.Net.Sockets;

namespace ZipkinMesh.Compare.Processes;

/// <summary>Free ports of 127.0.0.1, each given once.</summary>
internal static class Ports
{
    // Below those the system gives to connections, and starts anywhere, so that two runs hardly meet.
    private static int _last = Random.Shared.Next(10_000, 28_000);

    public static int Free()
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
            }
        }
    }
}
