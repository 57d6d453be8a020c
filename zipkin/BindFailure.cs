using System.Net.Sockets;
using ZipkinMesh.Hosting;
using ZipkinMesh.Zipkin.Options;

namespace ZipkinMesh.Zipkin;

/// <summary>Explains why the server can't listen: names the setting of the address, which Kestrel doesn't know.</summary>
internal static class BindFailure
{
    /// <summary>Returns the error of the setting whose address can't be bound.</summary>
    /// <param name="addresses">The addresses of the server, which has closed those it had opened.</param>
    /// <param name="failure">The exception of the server.</param>
    public static SettingException Explain(IReadOnlyList<ListenAddress> addresses, Exception failure)
    {
        foreach (var address in addresses)
        {
            if (FindProblem(address) is { } problem)
            {
                return Error(address, problem);
            }
        }

        return Error(addresses[0], (failure.GetBaseException() as SocketException)?.Message ?? failure.Message);
    }

    private static string? FindProblem(ListenAddress address)
    {
        try
        {
            using var listener = new TcpListener(address.Reachable);
            listener.Start();
            return null;
        }
        catch (SocketException problem)
        {
            return problem.SocketErrorCode == SocketError.AddressAlreadyInUse ? "the address is already in use" : problem.Message;
        }
    }

    private static SettingException Error(ListenAddress address, string problem) =>
        new($"{address.Key}: '{address.Value}' can't be listened on: {problem}");
}
