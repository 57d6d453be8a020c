using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Processes;
using ZipkinMesh.Local;
using ZipkinMesh.Local.Options;
using ZipkinMesh.Local.Output;
using ZipkinMesh.Local.Processes;
using ZipkinMesh.Local.Roles;
using ZipkinMesh.Local.Traffic;

if (args is [SessionLauncher.Option, var program, .. var arguments])
{
    return SessionLauncher.Execute(program, arguments);
}

return await ConsoleProgram.RunAsync("local", async () =>
{
    if (MeshCommand.Parse(args, Console.Out) is not { } options)
    {
        return 0;
    }

    if (OperatingSystem.IsWindows())
    {
        return ConsoleProgram.Fail("local", "runs on Linux and macOS only; on Windows, use 'docker compose up' or WSL");
    }

    if (!MeshPrograms.TryFind(AppContext.BaseDirectory, out var programs, out var missing))
    {
        return ConsoleProgram.Fail("local", $"{missing} doesn't exist; run 'dotnet build local' first");
    }

    var mesh = new Mesh(options, programs);
    PortCheck.EnsureFree(mesh.Roles);
    if (options.Zipkin is not null)
    {
        await ZipkinCheck.EnsureRespondsAsync(options.Zipkin);
    }

    using var signals = new StopSignals();
    var output = new MeshOutput(StandardOutput.Open(), [.. mesh.Roles.Select(role => role.Name)], TerminalColors.AreEnabled);
    var runner = new Runner(mesh.Roles, output, mesh.Hints) { WhileReady = UseAsync };
    return await runner.RunAsync(signals.Requested, signals.Forced);

    Task UseAsync(CancellationToken stop)
    {
        if (options.Open)
        {
            BrowserLauncher.Open(mesh.TracesPage, output);
        }

        return options.Load > 0 ? new RequestLoad(mesh.Front, options.Load, output).RunAsync(stop) : Task.CompletedTask;
    }
});
