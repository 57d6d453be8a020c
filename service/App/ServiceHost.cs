using System.ComponentModel;

namespace ZipkinMesh.App;

/// <summary>
/// Runs the app and owns its sidecar, so that one process stands for both:
/// <list type="number">
/// <item>The app listens, then the sidecar is started: no request comes in before there is an answer.</item>
/// <item>If the sidecar ends on its own, so does the host, with a non-zero code: a restart policy can act.</item>
/// <item>When asked to stop, the sidecar goes first and the app answers until it has gone.</item>
/// </list>
/// </summary>
internal sealed class ServiceHost(AppOptions options, TextWriter output, TextWriter errors)
{
    private const int Failed = 1;

    // What a shell says of a process that SIGTERM ended: it was asked to stop before it could listen to signals.
    private const int EndedBySigTerm = 128 + Posix.SigTerm;

    /// <summary>Returns the exit code of the process.</summary>
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

            using var sidecar = SidecarProcess.Start(options.Sidecar, options.ServiceName);
            await Task.WhenAny(sidecar.Exited, stopRequested);
            return stopRequested.IsCompleted ? await StopAsync(sidecar) : Fail($"the sidecar ended on its own with exit code {sidecar.ExitCode}");
        }
        catch (IOException failure)
        {
            return Fail($"App:Port is '{options.Port}'; {failure.Message}");
        }
        catch (Win32Exception failure)
        {
            return Fail($"App:Sidecar is '{options.Sidecar}'; it can't be run: {failure.Message}");
        }
    }

    private async Task<int> StopAsync(SidecarProcess sidecar)
    {
        if (!await sidecar.StopAsync(options.SidecarStopTimeout))
        {
            return Fail($"the sidecar did not end within {options.SidecarStopTimeout.TotalSeconds} s of SIGTERM and was killed");
        }

        return sidecar.ExitCode is 0 or EndedBySigTerm ? 0 : Fail($"the sidecar ended with exit code {sidecar.ExitCode}");
    }

    private int Fail(string why)
    {
        errors.WriteLine($"service: {why}");
        return Failed;
    }
}
