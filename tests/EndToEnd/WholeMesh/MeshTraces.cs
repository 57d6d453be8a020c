using System.Text.Json.Nodes;

namespace ZipkinMesh.Tests.WholeMesh;

/// <summary>Sends all requests to a mesh, and reads their traces back from Zipkin.</summary>
internal sealed class MeshTraces(ProxyMesh mesh, ZipkinClient zipkin) : IDisposable
{
    // The proxies record this header as a tag, which finds the trace of a request, whatever its ids.
    private const string Marker = "x-client-trace-id";

    private readonly string _run = Guid.NewGuid().ToString("n")[..8];
    private readonly HttpClient _client = new();

    /// <summary>Returns the normalized traces of all requests, each record below the name of its request.</summary>
    public async Task<List<string>> CollectAsync()
    {
        var lines = new List<string>();
        foreach (var request in MeshRequest.Contexts)
        {
            lines.AddRange(await SendAsync(request));
        }

        await mesh.KillAsync("service2");
        lines.AddRange(await SendAsync(MeshRequest.WithoutService2));
        await mesh.KillAsync("app1");
        lines.AddRange(await SendAsync(MeshRequest.WithoutApp1));

        // Each proxy reports in the order of its requests, so spans of the unsampled ones would be there by now.
        foreach (var request in MeshRequest.Contexts.Where(request => request.Records == 0))
        {
            Assert.Empty(await zipkin.FindTracesAsync($"guid:{Marker}", MarkerOf(request)));
        }

        return lines;
    }

    public void Dispose() => _client.Dispose();

    private string MarkerOf(MeshRequest request) => $"{_run}-{request.Name}";

    private async Task<IEnumerable<string>> SendAsync(MeshRequest request)
    {
        var marker = MarkerOf(request);
        (string Value, string Name)[] known = [(NewId(32), "WIDE"), (NewId(16), "TRACE"), (NewId(16), "SPAN"), (NewId(16), "PARENT"), (marker, "MARKER")];
        using var message = new HttpRequestMessage(HttpMethod.Get, $"{mesh.Front}/trace/1");
        message.Headers.UserAgent.ParseAdd("mesh-test/1");
        message.Headers.Add(Marker, marker);
        foreach (var header in request.Headers.Select(header => header.Split(": ")))
        {
            message.Headers.Add(header[0], known.Aggregate(header[1], (value, id) => value.Replace(id.Name, id.Value, StringComparison.Ordinal)));
        }

        using var response = await _client.SendAsync(message, TestContext.Current.CancellationToken);
        if (request.Records == 0)
        {
            return [];
        }

        var trace = await zipkin.FindTraceAsync($"guid:{Marker}", marker, request.Records);
        return NormalizedTrace.Of(trace, known).Prepend($"{request.Name}: {(int)response.StatusCode}, {request.Records} records\n");
    }

    private static string NewId(int digits) => Convert.ToHexStringLower(Guid.NewGuid().ToByteArray()[..(digits / 2)]);
}
