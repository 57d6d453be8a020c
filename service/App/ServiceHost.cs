using System.ComponentModel;
using System.Net.Sockets;
using ZipkinMesh.App.Options;
using ZipkinMesh.Hosting.Processes;

namespace ZipkinMesh.App;

/// <summary>
/// Runs the app and owns its sidecar, so that one process stands for both:
/// <list type="number">
/// <item>The app listens before the sidecar starts, so the sidecar never forwards to a closed port.</item>
/// <item>When the sidecar exits on its own, the host exits with a non-zero code, so that a restart policy can act.</item>
/// <item>On a stop signal the sidecar stops first, and the app keeps responding until the sidecar has exited.</item>
/// </list>
/// </summary>
internal sealed class ServiceHost(AppOptions options, TextWriter output, TextWriter errors)
{
    private const int Failed = 1;

    /// <summary>Runs until <paramref name="stopRequested"/> completes or the sidecar exits.</summary>
    /// <returns>The exit code of the process.</returns>
    public async Task<int> RunAsync(Task stopRequested)
    {
        await using var app = new DemoApp(options, output, errors);
        try
        {
            await app.StartAsync();
            if (options.Sidecar is null)
            {
                await stopRequested;
                return 0;
            }

            using var sidecar = SidecarProcess.Start(options);
            await Task.WhenAny(sidecar.Exited, stopRequested);
            return stopRequested.IsCompleted ? await StopAsync(sidecar) : Fail($"the sidecar {ExitStatus.Describe(sidecar.ExitCode)}; stopping the app");
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return Fail($"{AppOptions.PortKey}: '{options.Port}' can't be opened: {e.GetBaseException().Message}");
        }
        catch (Win32Exception e)
        {
            return Fail($"{AppOptions.SidecarKey}: '{options.Sidecar}' can't be run: {e.Message}");
        }
    }

    private async Task<int> StopAsync(SidecarProcess sidecar)
    {
        if (!await sidecar.StopAsync(options.SidecarStopTimeout))
        {
            return Fail($"the sidecar didn't stop within {options.SidecarStopTimeout.TotalSeconds} s of SIGTERM and was killed");
        }

        return ExitStatus.IsCleanStop(sidecar.ExitCode) ? 0 : Fail($"the sidecar {ExitStatus.Describe(sidecar.ExitCode)} while stopping");
    }

    private int Fail(string message)
    {
        errors.WriteLine($"service: {message}");
        return Failed;
    }
}
