using System.IO.Compression;
using System.Xml.Linq;

namespace ZipkinMesh.Tests.Packages;

/// <summary>Tests the packages: their contents, and programs that install them from a folder.</summary>
public sealed class PackageTests(PackedPackages packages) : IClassFixture<PackedPackages>
{
    private static readonly string[] SampleFiles = ["Program.cs", "appsettings.json"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ZipkinMesh.Hosting")]
    [InlineData("ZipkinMesh.Exporter.Zipkin", "OpenTelemetry")]
    [InlineData("ZipkinMesh.Proxy", "OpenTelemetry.Extensions.Hosting", "System.IO.Hashing", "Yarp.ReverseProxy", "ZipkinMesh.Exporter.Zipkin", "ZipkinMesh.Hosting")]
    public async Task Package_Content_IsLibraryWithDocumentation(string id, params string[] dependencies)
    {
        await using var package = await ZipFile.OpenReadAsync(Path.Combine(packages.Folder, $"{id}.{PackedPackages.Version}.nupkg"), Cancel);
        await using var symbols = await ZipFile.OpenReadAsync(Path.Combine(packages.Folder, $"{id}.{PackedPackages.Version}.snupkg"), Cancel);

        var files = package.Entries.Select(entry => entry.FullName).ToArray();
        Assert.Contains("README.md", files);
        Assert.Equal([$"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"], files.Where(name => name.StartsWith("lib/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Contains($"lib/net10.0/{id}.pdb", symbols.Entries.Select(entry => entry.FullName));
        await using var nuspec = await package.GetEntry($"{id}.nuspec")!.OpenAsync(Cancel);
        var metadata = (await XElement.LoadAsync(nuspec, LoadOptions.None, Cancel)).Elements().Single();
        var found = metadata.Descendants().Where(element => element.Name.LocalName == "dependency").ToDictionary(element => (string)element.Attribute("id")!, element => (string)element.Attribute("version")!);
        Assert.Equal(dependencies, found.Keys.Order(StringComparer.Ordinal));

        // The libraries use each other's internal types.
        Assert.All(found.Where(pair => pair.Key.StartsWith("ZipkinMesh.", StringComparison.Ordinal)), pair => Assert.Equal($"[{PackedPackages.Version}]", pair.Value));
        Assert.Equal("Apache-2.0", (string?)metadata.Elements().Single(element => element.Name.LocalName == "license"));
        Assert.Matches("^[0-9a-f]{40}$", (string?)metadata.Elements().Single(element => element.Name.LocalName == "repository").Attribute("commit"));
    }

    [Fact]
    public async Task Proxy_InstalledInTheSample_TracesRequests()
    {
        var sample = Path.Combine(Checkout.Root, "samples", "YarpApp");
        var folder = await packages.BuildAsync("shop", "Microsoft.NET.Sdk.Web", "ZipkinMesh.Proxy",
            [.. SampleFiles.Select(file => (file, File.ReadAllText(Path.Combine(sample, file))))]);
        await using var upstream = new RawServer();
        await using var collector = new FakeCollector();
        using var program = new Child(Path.Combine(folder, "shop"),
        [
            "--contentRoot", folder,
            "--urls", "http://127.0.0.1:0",
            "--ReverseProxy:Clusters:api:Destinations:api:Address", upstream.Address,
            "--ReverseProxy:Clusters:zipkin:Destinations:zipkin:Address", collector.Address,
        ]);
        var line = await program.Output.WaitForAsync("Now listening on: ");
        using var client = new HttpClient { BaseAddress = new(line.Split(": ", 2)[1]) };

        Assert.Equal("hello\n", await client.GetStringAsync("api/orders", Cancel));

        Assert.Equal((await collector.TakeAsync()).TraceId, (await upstream.TakeAsync())["x-b3-traceid"]);
        program.Signal(Child.SigTerm);
        Assert.Equal(0, await program.ExitCodeAsync());
    }

    [Fact]
    public async Task Exporter_InstalledInAConsoleApp_ExportsSpans()
    {
        var folder = await packages.BuildAsync("console", "Microsoft.NET.Sdk", "ZipkinMesh.Exporter.Zipkin", ("Program.cs", """
            using System.Diagnostics;
            using OpenTelemetry;
            using OpenTelemetry.Resources;
            using OpenTelemetry.Trace;
            using ZipkinMesh.Exporter;

            using var source = new ActivitySource("orders");
            using var provider = Sdk.CreateTracerProviderBuilder()
                .AddSource(source.Name)
                .ConfigureResource(resource => resource.AddService("orders"))
                .AddZipkinMeshExporter()
                .Build();
            using (source.StartActivity("order", ActivityKind.Client)?.AddTag("peer.service", "stock"))
            {
            }

            """));
        await using var collector = new FakeCollector();
        using var program = new Child(Path.Combine(folder, "console"), [], new() { ["OTEL_EXPORTER_ZIPKIN_ENDPOINT"] = $"{collector.Address}/api/v2/spans" });

        Assert.Equal(0, await program.ExitCodeAsync());

        var report = await collector.TakeReportAsync();
        Assert.Equal("POST /api/v2/spans HTTP/1.1", report.StartLine);
        Assert.Contains("\"remoteEndpoint\":{\"serviceName\":\"stock\"}", report.Body, StringComparison.Ordinal);
        Assert.Equal("orders", (await collector.TakeAsync()).LocalEndpoint.ServiceName);
    }
}
