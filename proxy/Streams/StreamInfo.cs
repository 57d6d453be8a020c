using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Proxy.Streams;

/// <summary>
/// What is known of one request and its response on their way through the proxy (Envoy's stream info). A feature of the request.
/// </summary>
internal sealed class StreamInfo(DownstreamConnection connection, RouteEntry? route)
{
    private long _sentUpstream;

    public DownstreamConnection Connection { get; } = connection;

    /// <summary>Null when no route of the listener takes the request.</summary>
    public RouteEntry? Route { get; } = route;

    public RequestHeaders Headers => Connection.Headers;

    public string RequestId { get; set; } = "";

    /// <summary>The recorded span; null when the request is not traced.</summary>
    public Activity? Span { get; set; }

    /// <summary>Whether the response of an inbound request tells the caller the operation's name.</summary>
    public bool AnswersOperation { get; set; }

    /// <summary>Whether the response of an outbound request may give the span another name.</summary>
    public bool TakesOperation { get; set; }

    /// <summary>Bytes of the body, without chunking.</summary>
    public long RequestSize { get; set; }

    /// <inheritdoc cref="RequestSize"/>
    public long ResponseSize { get; set; }

    public string Flags { get; set; } = ResponseFlags.None;

    /// <summary>The client left before it had an answer: there is no status to record.</summary>
    public bool Unanswered { get; set; }

    public void SentUpstream() => _sentUpstream = Stopwatch.GetTimestamp();

    /// <summary>The last touch to any response, this proxy's own ones included.</summary>
    public void FinishResponse(HttpContext context, bool fromUpstream)
    {
        var headers = context.Response.Headers;
        headers.Server = "yarp";
        if (fromUpstream)
        {
            var elapsed = (long)Stopwatch.GetElapsedTime(_sentUpstream).TotalMilliseconds;
            headers[EnvoyHeaders.UpstreamServiceTime] = elapsed.ToString(CultureInfo.InvariantCulture);
        }

        ExchangeOperation(headers);

        foreach (var name in Route?.ResponseHeadersFromRequest ?? [])
        {
            if (!Headers.TryGetField(name, out var values))
            {
                values = context.Request.Headers[name];
            }

            if (values.Count > 0 && !headers.TryAdd(name, values))
            {
                headers.Append(name, values);
            }
        }
    }

    // The receiving side knows best what an operation is called: its name goes back to the caller, for the caller's span.
    private void ExchangeOperation(IHeaderDictionary headers)
    {
        if (AnswersOperation)
        {
            headers[EnvoyHeaders.DecoratorOperation] = Route!.Operation;
        }
        else if (TakesOperation && headers.TryGetValue(EnvoyHeaders.DecoratorOperation, out var operation))
        {
            if (Span is not null && !string.IsNullOrEmpty(operation))
            {
                Span.DisplayName = operation!;
            }

            headers.Remove(EnvoyHeaders.DecoratorOperation);
        }
    }
}
