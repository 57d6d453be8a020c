using System.Diagnostics;
using ZipkinMesh.Local.Output;
using ZipkinMesh.Local.Roles;

namespace ZipkinMesh.Local.Traffic;

/// <summary>
/// Sends requests to the front proxy at a constant rate, and writes a line with a link for each:
/// <code>local: GET /trace/1: 200 in 15 ms, http://127.0.0.1:9411/zipkin/traces/083b81a82b2cdc89</code>
/// </summary>
internal sealed class RequestLoad(Uri front, int perSecond, MeshOutput output)
{
    private const string Path = "/trace/1";
    private const int MaxPending = 200;

    /// <summary>Sends requests until <paramref name="stop"/> is canceled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null });
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1) / perSecond);
        var pending = new List<Task>();
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                pending.RemoveAll(request => request.IsCompleted);
                if (pending.Count < MaxPending)
                {
                    pending.Add(SendAsync(client, stop));
                }
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(pending);
        }
    }

    private async Task SendAsync(HttpClient client, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            using var response = await client.GetAsync(new Uri(front, Path), stop);
            var link = response.Headers.TryGetValues(Mesh.TraceUrlHeader, out var values) ? $", {values.First()}" : "";
            output.WriteLine($"local: GET {Path}: {(int)response.StatusCode} in {clock.ElapsedMilliseconds} ms{link}");
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // The mesh is stopping.
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            output.WriteLine($"local: GET {Path} failed: {e.Message}");
        }
    }
}
