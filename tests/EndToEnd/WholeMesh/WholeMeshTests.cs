using System.Text.Json.Nodes;
using ZipkinMesh.Tests.Support;

namespace ZipkinMesh.Tests.WholeMesh;

/// <summary>Tests the trace of one request through the whole mesh, with every program in its own process.</summary>
public sealed class WholeMeshTests
{
    [Fact]
    public async Task Trace_EmbeddedZipkin_HasFourRecordsOfTwoSpans()
    {
        using var mesh = await LocalMesh.StartAsync();
        using var zipkin = new ZipkinClient(mesh.Zipkin);

        var traceId = await RequestAsync(mesh.Front);

        Assert.Equal(
            [
                "CLIENT front-proxy check_server1 id a parent -",
                "SERVER service1 check_server1 id a parent - shared",
                "CLIENT service1 check_server2 id b parent a",
                "SERVER service2 check_server2 id b parent a shared",
            ],
            Shape(await zipkin.GetTraceAsync(traceId, 4)));
        Assert.Equal(["front-proxy -> service1: 1", "service1 -> service2: 1"], await zipkin.GetDependenciesAsync(links => links.Length == 2));
        await mesh.Output.WaitForAsync("\"GET /trace/2 HTTP/1.1\" 200 -");
        Assert.Equal(0, await mesh.StopAsync(Child.SigInt));
    }

    [Fact]
    public async Task Trace_AppsRecordSpans_NestBetweenThoseOfTheirSidecars()
    {
        using var zipkin = await RealZipkin.StartAsync();
        using var mesh = await LocalMesh.StartAsync("--zipkin", zipkin.Address, "--app-spans");

        var traceId = await RequestAsync(mesh.Front);
        Assert.Equal(0, await mesh.StopAsync(Child.SigTerm));

        var trace = await zipkin.Client.GetTraceAsync(traceId, 7);
        Assert.Equal(TraceTree.OfDemoWithAppSpans, TraceTree.Of(trace));
        Assert.Equal(7, trace.Count);
        Assert.Equal(TraceTree.StartsOf(trace).Order(), TraceTree.StartsOf(trace));
        Assert.Equal(
            ["front-proxy -> service1-app: 1", "front-proxy -> service1: 1", "service1 -> service2-app: 1", "service1 -> service2: 1"],
            await zipkin.Client.GetDependenciesAsync(links => links.Length == 4));
    }

    [Fact]
    public async Task Trace_StoppedRightAfterResponse_LosesNoSpan()
    {
        using var zipkin = await RealZipkin.StartAsync();
        using var mesh = await LocalMesh.StartAsync("--zipkin", zipkin.Address);

        var traceId = await RequestAsync(mesh.Front);
        Assert.Equal(0, await mesh.StopAsync(Child.SigTerm));

        Assert.Equal(4, (await zipkin.Client.GetTraceAsync(traceId, 4)).Count);
    }

    [Fact]
    public async Task Kill_Runner_EndsAllProcessesInOrder()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells a process that its parent has ended.");
        await using var collector = new FakeCollector();
        using var mesh = await LocalMesh.StartAsync("--zipkin", collector.Address);
        await RequestAsync(mesh.Front);
        var processes = mesh.Processes;
        Assert.Equal(5, processes.Count); // three proxies and two apps

        Assert.NotEqual(0, await mesh.StopAsync(Child.SigKill));

        foreach (var process in processes)
        {
            await Child.WaitForExitAsync(process);
        }

        for (var span = 0; span < 4; span++)
        {
            await collector.TakeAsync();
        }
    }

    [Fact]
    public async Task Trace_OfMeshAndOfEnvoys_AreEqual()
    {
        _ = Reference.Envoy();
        using var zipkin = await RealZipkin.StartAsync();
        JsonArray envoys;
        string[] envoyLinks;
        using (var mesh = await ProxyMesh.StartAsync(zipkin.Address, ProxyKind.Envoy, ProxyKind.Envoy, ProxyKind.Envoy))
        {
            envoys = await zipkin.Client.GetTraceAsync(await RequestAsync(mesh.Front), 4);
            envoyLinks = await zipkin.Client.GetDependenciesAsync(links => links.Length == 2);
        }

        using var ours = await LocalMesh.StartAsync("--zipkin", zipkin.Address);
        var trace = await zipkin.Client.GetTraceAsync(await RequestAsync(ours.Front), 4);

        Assert.Equal(NormalizedTrace.Of(envoys), NormalizedTrace.Of(trace));

        // The same links again: each call count is now 2.
        Assert.Equal(
            envoyLinks.Select(link => link.Replace(": 1", ": 2", StringComparison.Ordinal)),
            await zipkin.Client.GetDependenciesAsync(links => links.All(link => link.EndsWith(": 2", StringComparison.Ordinal))));
    }

    private static async Task<string> RequestAsync(string front)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.UserAgent.ParseAdd("mesh-test/1");
        using var response = await client.GetAsync($"{front}/trace/1", TestContext.Current.CancellationToken);
        Assert.StartsWith("Hello from behind Envoy (service 1)! hostname: ", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        return response.Headers.GetValues("x-b3-traceid").Single();
    }

    /// <summary>Returns a line for each record in path order: kind, service, name and ids, with the span ids replaced by a, b, ... in that order.</summary>
    private static string[] Shape(JsonArray trace)
    {
        var records = Sort(trace);
        var names = new Dictionary<string, string>();
        return [.. records.Select(r =>
            $"{r["kind"]} {r["localEndpoint"]!["serviceName"]} {r["name"]} id {Name($"{r["id"]}")} parent {(r["parentId"] is { } parent ? Name($"{parent}") : "-")}"
            + (r["shared"] is null ? "" : " shared"))];

        string Name(string id) => names.TryGetValue(id, out var name) ? name : names[id] = $"{(char)('a' + names.Count)}";
    }

    private static List<JsonObject> Sort(JsonArray trace) =>
        [.. trace.Select(record => record!.AsObject()).OrderBy(r => $"{r["name"]}", StringComparer.Ordinal).ThenBy(r => $"{r["kind"]}", StringComparer.Ordinal)];
}
