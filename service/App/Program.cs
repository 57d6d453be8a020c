using ZipkinMesh.App;
using ZipkinMesh.App.Options;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Processes;

return await ConsoleProgram.RunAsync("service", async () =>
{
    var settings = HealthProbe.RemoveOption(args);
    var options = AppOptions.Read(new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLineSettings(settings).Build());
    if (HealthProbe.IsRequested(args))
    {
        return await HealthCheck.RunAsync(options);
    }

    using var signals = new StopSignals();
    var host = new ServiceHost(options, StandardOutput.Open(), Console.Error);
    return await host.RunAsync(signals.WaitAsync());
});
