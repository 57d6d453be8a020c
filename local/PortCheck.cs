using System.Net;
using System.Net.Sockets;

namespace ZipkinMesh.Local;

/// <summary>Looks at ports on 127.0.0.1 from both sides: is it free, and does somebody answer there.</summary>
internal static class PortCheck
{
    /// <summary>Checks the ports of all roles before any is started, and throws a <see cref="StartException"/> that names each
    /// unusable one and the option that moves it.</summary>
    public static void AllFree(IEnumerable<Role> roles)
    {
        var seen = new Dictionary<int, string>();
        var mistakes = new List<string>();
        foreach (var (number, option) in roles.SelectMany(role => role.Ports))
        {
            if (!seen.TryAdd(number, option))
            {
                mistakes.Add($"port {number} is given to two: move one with {seen[number]} or {option}");
            }
            else if (WhyNotFree(number) is { } reason)
            {
                mistakes.Add($"port {number} {reason}: choose another with {option}");
            }
        }

        if (mistakes.Count > 0)
        {
            throw new StartException(string.Join("; ", mistakes));
        }
    }

    public static async Task<bool> AcceptsAsync(int port, CancellationToken cancel)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancel);

            // With nobody there, a socket that happens to be given the same port connects to itself.
            return !Equals(socket.LocalEndPoint, socket.RemoteEndPoint);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string? WhyNotFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return null;
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return "is taken";
        }
        catch (SocketException other)
        {
            return $"can't be used ({other.Message})";
        }
    }
}
