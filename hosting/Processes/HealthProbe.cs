using System.Net;
using System.Net.Sockets;

namespace ZipkinMesh.Hosting.Processes;

/// <summary>
/// The <c>--health</c> option: a second process of the same program, with the same settings, checks whether the running one accepts
/// connections. Container images without a shell and curl use it as their health check. It sends no request, so it adds no trace.
/// </summary>
public static class HealthProbe
{
    /// <summary>The option that runs the health check instead of the program.</summary>
    public const string Option = "--health";

    /// <summary>The time that each connection may take; 2 s, below the 3 s that the container runtime allows for the check.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>Returns a value indicating whether the command line asks for the health check.</summary>
    /// <param name="args">The command line.</param>
    public static bool IsRequested(string[] args) => args.Contains(Option);

    /// <summary>Returns the command line without <c>--health</c>: the settings of the program to check.</summary>
    /// <param name="args">The command line.</param>
    public static string[] RemoveOption(string[] args) => [.. args.Where(arg => arg != Option)];

    /// <summary>Connects to each listener. A listener on all addresses is reached through the loopback address.</summary>
    /// <param name="listeners">The names and the endpoints of the listeners.</param>
    /// <returns>Null when all accept the connection, otherwise the first problem: <c>ingress_http at 127.0.0.1:8000: Connection refused</c>.</returns>
    public static async Task<string?> FindProblemAsync(params IEnumerable<(string Name, IPEndPoint EndPoint)> listeners)
    {
        foreach (var (name, endPoint) in listeners)
        {
            var target = Reachable(endPoint);
            if (await ConnectAsync(target) is { } problem)
            {
                return $"{name} at {target}: {problem}";
            }
        }

        return null;
    }

    /// <summary>Returns the endpoint at which this machine reaches a listener: the loopback address for one on all addresses.</summary>
    /// <param name="endPoint">The endpoint of the listener.</param>
    public static IPEndPoint Reachable(IPEndPoint endPoint) => new(
        endPoint.Address.Equals(IPAddress.Any) ? IPAddress.Loopback
            : endPoint.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
            : endPoint.Address,
        endPoint.Port);

    private static async Task<string?> ConnectAsync(IPEndPoint target)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        using var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(target, timeout.Token);
            return null;
        }
        catch (SocketException e)
        {
            return e.Message;
        }
        catch (OperationCanceledException)
        {
            return $"no connection within {Timeout.TotalSeconds} s";
        }
    }
}
