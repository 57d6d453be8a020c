using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Processes;
using ZipkinMesh.Local;
using ZipkinMesh.Local.Options;
using ZipkinMesh.Local.Output;
using ZipkinMesh.Local.Processes;
using ZipkinMesh.Local.Roles;

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

    using var signals = new StopSignals();
    var output = new MeshOutput(StandardOutput.Open(), [.. mesh.Roles.Select(role => role.Name)], TerminalColors.AreEnabled);
    return await new Runner(mesh.Roles, output, mesh.Hints).RunAsync(signals.Requested, signals.Forced);
});
