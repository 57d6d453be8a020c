using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ZipkinMesh.Tests.Support;

namespace ZipkinMesh.Tests.WholeMesh;

/// <summary>One request through the whole mesh, and what Zipkin then has: every program the real one, in a process of its own.</summary>
public sealed partial class WholeMeshTests
{
    private static readonly string[] Varying = ["traceId", "id", "parentId", "timestamp", "duration"];

    [Fact]
    public async Task Trace_EmbeddedZipkin_HasFourRecordsOfTwoSpans()
    {
        using var mesh = await OurMesh.StartAsync();
        using var zipkin = new ZipkinClient(mesh.Zipkin);

        var traceId = await RequestAsync(mesh.Front);

        Assert.Equal(
            [
                "CLIENT front-proxy check_server1 id a parent -",
                "SERVER service1 check_server1 id a parent - shared",
                "CLIENT service1 check_server2 id b parent a",
                "SERVER service2 check_server2 id b parent a shared",
            ],
            Shape(await zipkin.TraceAsync(traceId, 4)));
        Assert.Equal(["front-proxy -> service1: 1", "service1 -> service2: 1"], await zipkin.DependenciesAsync(links => links.Length == 2));
        await mesh.Output.WaitForAsync("\"GET /trace/2 HTTP/1.1\" 200 -");
        Assert.Equal(0, await mesh.EndAsync(Child.SigInt));
    }

    [Fact]
    public async Task Trace_EndedRightAfterTheAnswer_NoSpanIsLost()
    {
        using var zipkin = await RealZipkin.StartAsync();
        using var mesh = await OurMesh.StartAsync("--zipkin", zipkin.Address);

        var traceId = await RequestAsync(mesh.Front);
        Assert.Equal(0, await mesh.EndAsync(Child.SigTerm));

        Assert.Equal(4, (await zipkin.Client.TraceAsync(traceId, 4)).Count);
    }

    [Fact]
    public async Task Trace_RealZipkinAndRealEnvoys_AreTheSame()
    {
        _ = Reference.Envoy();
        using var zipkin = await RealZipkin.StartAsync();
        JsonArray envoys;
        string[] envoyLinks;
        using (var mesh = await EnvoyMesh.StartAsync(zipkin.Address))
        {
            envoys = await zipkin.Client.TraceAsync(await RequestAsync(mesh.Front), 4);
            envoyLinks = await zipkin.Client.DependenciesAsync(links => links.Length == 2);
        }

        using var ours = await OurMesh.StartAsync("--zipkin", zipkin.Address);
        var trace = await zipkin.Client.TraceAsync(await RequestAsync(ours.Front), 4);

        Assert.Equal(Shape(envoys), Shape(trace));
        Assert.Equal(Details(envoys), Details(trace));

        // The same links once more: each call now counts twice.
        Assert.Equal(
            envoyLinks.Select(link => link.Replace(": 1", ": 2", StringComparison.Ordinal)),
            await zipkin.Client.DependenciesAsync(links => links.All(link => link.EndsWith(": 2", StringComparison.Ordinal))));
    }

    private static async Task<string> RequestAsync(string front)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.UserAgent.ParseAdd("mesh-test/1");
        using var response = await client.GetAsync($"{front}/trace/1", TestContext.Current.CancellationToken);
        Assert.StartsWith("Hello from behind Envoy (service 1)! hostname: ", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        return response.Headers.GetValues("x-b3-traceid").Single();
    }

    /// <summary>Who recorded what, in the order of the path; span ids named a, b in that order.</summary>
    private static string[] Shape(JsonArray trace)
    {
        var records = InOrder(trace);
        var names = new Dictionary<string, string>();
        return [.. records.Select(r =>
            $"{r["kind"]} {r["localEndpoint"]!["serviceName"]} {r["name"]} id {Name($"{r["id"]}")} parent {(r["parentId"] is { } parent ? Name($"{parent}") : "-")}"
            + (r["shared"] is null ? "" : " shared"))];

        string Name(string id) => names.TryGetValue(id, out var name) ? name : names[id] = $"{(char)('a' + names.Count)}";
    }

    /// <summary>Everything else in the records, less what differs from one run to the next: times, ids, ports.</summary>
    private static string[] Details(JsonArray trace)
    {
        var requestId = $"{trace[0]!["tags"]!["guid:x-request-id"]}";
        return [.. InOrder(trace).Select(record =>
        {
            var copy = record.DeepClone().AsObject();
            foreach (var varying in Varying)
            {
                copy.Remove(varying);
            }

            copy["annotations"] = string.Join(',', record["annotations"]!.AsArray().Select(a => $"{a!["value"]}"));
            copy["tags"] = string.Join('\n', record["tags"]!.AsObject().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}: {tag.Value}"));
            var text = string.Join('\n', copy.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}: {field.Value}"));
            return Port().Replace(text.Replace(requestId, "(request id)", StringComparison.Ordinal), ":(port)");
        })];
    }

    private static List<JsonObject> InOrder(JsonArray trace) =>
        [.. trace.Select(record => record!.AsObject()).OrderBy(r => $"{r["name"]}", StringComparer.Ordinal).ThenBy(r => $"{r["kind"]}", StringComparer.Ordinal)];

    [GeneratedRegex(@"(?<=127\.0\.0\.1):\d+")]
    private static partial Regex Port();
}
