using ZipkinMesh.App;

try
{
    var asksForHealth = args.Contains(HealthProbe.Option);
    var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine([.. args.Where(arg => arg != HealthProbe.Option)]).Build();
    var options = AppOptions.Read(configuration);
    if (asksForHealth)
    {
        return await HealthProbe.RunAsync(options);
    }

    using var signals = new StopSignals();
    var host = new ServiceHost(options, StandardOutput.Open(), Console.Error);
    return await host.RunAsync(signals.Requested);
}
catch (Exception mistake) when (mistake is SettingException or FormatException)
{
    Console.Error.WriteLine($"service: {mistake.Message}");
    return 1;
}
