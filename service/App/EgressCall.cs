using System.Diagnostics;
using System.Text;
using ZipkinMesh.App.Options;

namespace ZipkinMesh.App;

/// <summary>
/// Calls the next service through the sidecar's egress. To keep a trace in one piece, an app only has to copy the tracing headers of the
/// incoming request; the proxies do the rest. An app that records spans of its own sends the context of its span instead.
/// </summary>
internal sealed class EgressCall : IDisposable
{
    // The contexts of B3 and W3C. When the app records a span of the call, its propagator writes these, so that none names another span.
    private static readonly string[] ContextHeaders =
        ["X-B3-TraceId", "X-B3-SpanId", "X-B3-ParentSpanId", "X-B3-Sampled", "b3", "traceparent", "tracestate"];

    private static readonly string[] OtherHeaders = ["X-Request-Id", "X-B3-Flags", "X-Ot-Span-Context", "uber-trace-id", "sw8"];

    /// <summary>The tracing headers that the app of Envoy's sandbox copies, one set per tracer of Envoy, and the newer b3, traceparent and tracestate.</summary>
    public static readonly string[] TracingHeaders = [.. ContextHeaders, .. OtherHeaders];

    private readonly string[] _copiedHeaders;
    private readonly Uri _url;
    private readonly TextWriter _errors;
    private readonly HttpClient _client;

    public EgressCall(AppOptions options, TextWriter errors)
    {
        _url = new Uri(options.Egress, $"/trace/{options.NextService}");
        _errors = errors;
        _copiedHeaders = options.RecordsSpans ? OtherHeaders : TracingHeaders;
        _client = new HttpClient(new SocketsHttpHandler
        {
            // By default, .NET adds tracing headers of its own. Null also turns off the activities that become spans.
            ActivityHeadersPropagator = options.RecordsSpans ? DistributedContextPropagator.CreateNoOutputPropagator() : null,
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
        foreach (var name in _copiedHeaders)
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
