using System.Diagnostics;
using System.Net;
using ZipkinMesh.App.Options;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Processes;

namespace ZipkinMesh.App;

/// <summary>Checks that the app and its sidecar, which run with the same settings, accept connections.</summary>
internal static class HealthCheck
{
    /// <returns>The exit code: 0 when both accept connections.</returns>
    public static async Task<int> RunAsync(AppOptions options)
    {
        if (await HealthProbe.FindProblemAsync(("the app", new IPEndPoint(IPAddress.Loopback, options.Port))) is { } problem)
        {
            return ConsoleProgram.Fail("service", problem);
        }

        if (options.Sidecar is null)
        {
            return 0;
        }

        using var sidecar = Process.Start(SidecarProcess.StartInfo(options, HealthProbe.Option))!;
        await sidecar.WaitForExitAsync();
        return sidecar.ExitCode;
    }
}
