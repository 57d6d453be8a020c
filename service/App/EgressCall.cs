using System.Text;

namespace ZipkinMesh.App;

/// <summary>
/// Calls service 2 through the sidecar's egress. All an app has to do to keep a trace in one piece is to copy the tracing headers
/// it was given; the proxies do the rest.
/// </summary>
internal sealed class EgressCall : IDisposable
{
    /// <summary>The headers of every tracer Envoy knows, as the original app copies them, then those that came later.</summary>
    public static readonly string[] TracingHeaders =
    [
        "X-Ot-Span-Context", "X-Request-Id", "X-B3-TraceId", "X-B3-SpanId", "X-B3-ParentSpanId", "X-B3-Sampled", "X-B3-Flags",
        "uber-trace-id", "sw8",
        "b3", "traceparent", "tracestate",
    ];

    private readonly Uri _url;
    private readonly TextWriter _errors;
    private readonly HttpClient _client;

    public EgressCall(AppOptions options, TextWriter errors)
    {
        _url = new Uri(options.Egress, "/trace/2");
        _errors = errors;
        _client = new HttpClient(new SocketsHttpHandler
        {
            // Only the copied headers may speak of the trace.
            ActivityHeadersPropagator = null,
            RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
        })
        { Timeout = options.EgressTimeout };
    }

    /// <summary>Ends without an error whatever the egress does. It also ends no earlier when the client goes away: the egress then
    /// records what became of its own call, not that this app hung up.</summary>
    public async Task TraceAsync(IHeaderDictionary incoming)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _url);
        foreach (var name in TracingHeaders)
        {
            if (incoming.TryGetValue(name, out var values))
            {
                request.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        try
        {
            // The body is read to its end: closing earlier would look like a disconnect to the egress.
            using var response = await _client.SendAsync(request);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            await _errors.WriteLineAsync($"service: GET {_url} failed: {failure.Message}");
        }
    }

    /// <summary>Ends the calls that wait for an answer.</summary>
    public void CancelCalls() => _client.CancelPendingRequests();

    public void Dispose() => _client.Dispose();
}
