using ZipkinMesh.Local;

if (args is [OwnSession.Switch, var program, .. var arguments])
{
    return OwnSession.Exec(program, arguments);
}

try
{
    if (OptionsParser.AsksForHelp(args))
    {
        Console.Out.Write(OptionsParser.Help);
        return 0;
    }

    if (OperatingSystem.IsWindows())
    {
        throw new StartException("needs the process groups of Linux or macOS; on Windows, use 'docker compose up' or WSL");
    }

    var options = OptionsParser.Parse(args);
    var mesh = new Mesh(options, MeshPrograms.Find());
    PortCheck.AllFree(mesh.Roles);

    using var signals = new StopSignals();
    var output = new MeshOutput(StandardOutput.Open(), mesh.Roles, StandardOutput.TakesColour);
    return await new Runner(mesh.Roles, output, mesh.WhatToTry).RunAsync(signals.Requested, signals.Forced);
}
catch (StartException mistake)
{
    Console.Error.WriteLine($"local: {mistake.Message}");
    return 1;
}
