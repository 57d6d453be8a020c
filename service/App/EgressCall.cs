using System.Text;
using ZipkinMesh.App.Options;

namespace ZipkinMesh.App;

/// <summary>
/// Calls service 2 through the sidecar's egress. To keep a trace in one piece, an app only has to copy the tracing headers of the
/// incoming request; the proxies do the rest.
/// </summary>
internal sealed class EgressCall : IDisposable
{
    /// <summary>The tracing headers that the app of Envoy's sandbox copies, one set per tracer of Envoy, and the newer b3, traceparent and tracestate.</summary>
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
            // By default, .NET adds tracing headers of its own.
            ActivityHeadersPropagator = null,
            RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
        })
        { Timeout = options.EgressTimeout };
    }

    /// <summary>
    /// Sends the request and ignores the response. Errors go to the log and never fail the incoming request. The call also continues when
    /// the client disconnects, so that the egress records the result of the call, not a disconnect by this app.
    /// </summary>
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
            // SendAsync reads the whole body; closing the connection earlier would look like a disconnect to the egress.
            using var response = await _client.SendAsync(request);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            await _errors.WriteLineAsync($"service: GET {_url} failed: {failure.Message}");
        }
    }

    /// <summary>Cancels the calls that wait for a response.</summary>
    public void CancelCalls() => _client.CancelPendingRequests();

    public void Dispose() => _client.Dispose();
}
