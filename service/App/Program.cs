using ZipkinMesh.App;

try
{
    var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
    var options = AppOptions.Read(configuration);

    using var signals = new StopSignals();
    var host = new ServiceHost(options, StandardOutput.Open(), Console.Error);
    return await host.RunAsync(signals.Requested);
}
catch (Exception mistake) when (mistake is SettingException or FormatException)
{
    Console.Error.WriteLine($"service: {mistake.Message}");
    return 1;
}
