using System.Net;
using System.Text;
using System.Text.Json;
using ZipkinMesh.Hosting;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Client;

/// <summary>Reads traces from a server by its HTTP API.</summary>
/// <param name="url">The URL of the server, <c>http://localhost:9411</c>.</param>
internal sealed class TraceClient(Uri url) : IDisposable
{
    // Above the time that the server itself allows by default.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private readonly HttpClient _client = new() { BaseAddress = url, Timeout = Timeout };

    /// <summary>Returns the traces that match a query, newest first.</summary>
    /// <exception cref="SettingException">The server can't be reached, or rejects the query.</exception>
    public Task<List<FoundTrace>> FindAsync(string? service, int limit, TimeSpan? lookback, CancellationToken cancel)
    {
        var query = $"api/v2/traces?limit={limit}"
            + (service is null ? "" : $"&serviceName={Uri.EscapeDataString(service)}")
            + (lookback is { } time ? $"&lookback={(long)time.TotalMilliseconds}" : "");
        return GetAsync<List<FoundTrace>>(query, traces => [.. traces.EnumerateArray().Select(trace => new FoundTrace(trace))], cancel);
    }

    /// <summary>Returns a trace.</summary>
    /// <exception cref="SettingException">The server can't be reached, or has no such trace.</exception>
    public Task<FoundTrace> GetTraceAsync(string id, CancellationToken cancel) =>
        GetAsync($"api/v2/trace/{Uri.EscapeDataString(id)}", trace => new FoundTrace(trace), cancel);

    public void Dispose() => _client.Dispose();

    private async Task<T> GetAsync<T>(string path, Func<JsonElement, T> read, CancellationToken cancel)
    {
        try
        {
            using var response = await _client.GetAsync(path, cancel);
            var body = await response.Content.ReadAsByteArrayAsync(cancel);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new SettingException($"{url}: {(int)response.StatusCode}: {Encoding.UTF8.GetString(body)}");
            }

            using var json = JsonDocument.Parse(body);
            return read(json.RootElement);
        }
        catch (HttpRequestException e)
        {
            throw new SettingException($"{url}: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new SettingException($"{url}: no response within {Timeout.TotalSeconds} s");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or InvalidSpanException)
        {
            throw new SettingException($"{url}: the response isn't one of Zipkin's API");
        }
    }
}
