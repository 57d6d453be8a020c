using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Processes;
using ZipkinMesh.Zipkin;

return await ConsoleProgram.RunAsync("zipkin", async () =>
{
    if (HealthProbe.IsRequested(args))
    {
        return await HealthCheck.RunAsync(HealthProbe.RemoveOption(args));
    }

    await using var app = ZipkinServer.Build(args);
    await ZipkinServer.StartAsync(app);

    Console.WriteLine($"zipkin: listening on {string.Join(", ", app.Urls)}");
    await app.WaitForShutdownAsync();
    return 0;
});
