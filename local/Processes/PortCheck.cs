using System.Net;
using System.Net.Sockets;
using ZipkinMesh.Hosting;
using ZipkinMesh.Local.Options;
using ZipkinMesh.Local.Roles;

namespace ZipkinMesh.Local.Processes;

/// <summary>Checks ports on 127.0.0.1: free before the start, and accepting connections after it.</summary>
internal static class PortCheck
{
    /// <summary>Checks that all ports are free and different.</summary>
    /// <exception cref="SettingException">A port can't be used. The message names each such port and the option that changes it.</exception>
    public static void EnsureFree(IEnumerable<Role> roles)
    {
        var seen = new Dictionary<int, string>();
        var problems = new List<string>();
        var taken = new List<int>();
        foreach (var (number, option) in roles.SelectMany(role => role.Ports))
        {
            if (!seen.TryAdd(number, option))
            {
                problems.Add($"port {number} is used twice; change {seen[number]} or {option}");
            }
            else if (FindProblem(number) is { } problem)
            {
                problems.Add($"port {number} {problem}; choose another with {option}");
                taken.Add(number);
            }
        }

        if (taken.Count > 1 && taken.Count == problems.Count)
        {
            throw new SettingException($"ports {string.Join(", ", taken.Order())} can't be used; is another mesh running? Move all with {MeshCommand.PortOffset.Name} 100");
        }

        if (problems.Count > 0)
        {
            throw new SettingException(string.Join("; ", problems));
        }
    }

    /// <summary>Returns a value indicating whether a process accepts connections at the port.</summary>
    public static async Task<bool> AcceptsConnectionsAsync(int port, CancellationToken cancel)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancel);

            // Without a listener, a socket whose local port happens to be the same connects to itself.
            return !Equals(socket.LocalEndPoint, socket.RemoteEndPoint);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string? FindProblem(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return null;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return "is already in use";
        }
        catch (SocketException e)
        {
            return $"can't be used ({e.Message})";
        }
    }
}
