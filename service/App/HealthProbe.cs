using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ZipkinMesh.App;

/// <summary>
/// <c>service --health</c>: asks the app that runs with the same settings, and its sidecar, whether they take connections. For
/// the image, which has no shell and no curl.
/// </summary>
internal static class HealthProbe
{
    public const string Option = "--health";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <returns>The exit code: 0 when both answer.</returns>
    public static async Task<int> RunAsync(AppOptions options)
    {
        try
        {
            using var timeout = new CancellationTokenSource(Timeout);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, options.Port, timeout.Token);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            Console.Error.WriteLine($"service: the app at 127.0.0.1:{options.Port}: {e.Message}");
            return 1;
        }

        if (options.Sidecar is null)
        {
            return 0;
        }

        using var sidecar = Process.Start(SidecarProcess.StartInfo(options.Sidecar, options.ServiceName, Option))!;
        await sidecar.WaitForExitAsync();
        return sidecar.ExitCode;
    }
}
