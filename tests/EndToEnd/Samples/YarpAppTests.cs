namespace ZipkinMesh.Tests.Samples;

/// <summary>Tests the sample as a program, with Kestrel's defaults.</summary>
public sealed class YarpAppTests
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "YarpApp", new DirectoryInfo(AppContext.BaseDirectory).Name));

    [Fact]
    public async Task Sample_ForwardedRequest_IsTraced()
    {
        await using var upstream = new RawServer();
        await using var collector = new FakeCollector();
        using var program = new Child(Path.Combine(Folder, "yarp-app"),
        [
            "--contentRoot", Folder,
            "--urls", "http://127.0.0.1:0",
            "--ReverseProxy:Clusters:api:Destinations:api:Address", upstream.Address,
            "--ReverseProxy:Clusters:zipkin:Destinations:zipkin:Address", collector.Address,
        ]);
        var line = await program.Output.WaitForAsync("Now listening on: ");
        using var client = new HttpClient { BaseAddress = new(line.Split(": ", 2)[1]) };
        var cancel = TestContext.Current.CancellationToken;

        Assert.Equal("hello\n", await client.GetStringAsync("api/orders", cancel));
        Assert.Equal("An endpoint of the app's own.", await client.GetStringAsync("about", cancel));

        var request = await upstream.TakeAsync();
        var span = await collector.TakeAsync();
        Assert.Equal(span.TraceId, request["x-b3-traceid"]);
        Assert.Equal("yarp-app", span.LocalEndpoint.ServiceName);
        program.Signal(Child.SigTerm);
        Assert.Equal(0, await program.ExitCodeAsync());
        Assert.Empty(collector.TakeRemaining());
    }

    [Fact]
    public void Sample_Program_HasFewerThan15Lines()
    {
        var lines = File.ReadLines(Path.Combine(Checkout.Root, "samples/YarpApp/Program.cs"));

        Assert.InRange(lines.Count(line => line.Length > 0), 1, 14);
    }
}
