using ZipkinMesh.Hosting;
using ZipkinMesh.Zipkin;

try
{
    if (args.Contains(HealthProbe.Option))
    {
        return await HealthProbe.RunAsync(args);
    }

    await using var app = ZipkinServer.Build(args);
    await ZipkinServer.StartAsync(app);

    Console.WriteLine($"zipkin: listening on {string.Join(", ", app.Urls)}");
    await app.WaitForShutdownAsync();
    return 0;
}
catch (SettingException invalid)
{
    Console.Error.WriteLine($"zipkin: {invalid.Message}");
    return 1;
}
