using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>
/// The tags of a span, by Envoy's names (source/common/tracing/http_tracer_impl.cc), as they show in Zipkin:
/// <code>
/// guid:x-request-id    5951ce0d-8b58-96bf-b4a7-e8d8336907e3
/// http.url             http://172.31.81.10:8000/trace/1      (the path to 256 characters)
/// http.method          GET
/// downstream_cluster   -                                     (x-envoy-downstream-service-cluster)
/// user_agent           curl/7.68.0
/// http.protocol        HTTP/1.1
/// peer.address         172.31.81.1
/// request_size         0
/// node_id              front-envoy                           (when the node has an id)
/// component            proxy
/// upstream_cluster     service1                              (and upstream_cluster.name; not without a route)
/// http.status_code     200
/// response_size        90
/// response_flags       -
/// error                true                                  (5xx, or no answer)
/// </code>
/// A value that is empty is no tag.
/// </summary>
internal static class SpanTags
{
    private const int MaxPathLength = 256;

    public static void Record(Activity span, HttpContext context, StreamInfo exchange, string nodeId)
    {
        var request = context.Request;
        var headers = exchange.Headers;
        Add(span, "guid:x-request-id", HeaderText.Of(exchange.RequestId));
        Add(span, "http.url", UrlOf(context, headers));
        Add(span, "http.method", request.Method);
        Add(span, "downstream_cluster", HeaderText.OrDash(headers[HeaderField.DownstreamServiceCluster]));
        Add(span, "user_agent", HeaderText.OrDash(request.Headers.UserAgent));
        Add(span, "http.protocol", request.Protocol);
        Add(span, "peer.address", exchange.Connection.PeerAddress);
        Add(span, "guid:x-client-trace-id", HeaderText.Of(headers[HeaderField.ClientTraceId]));
        Add(span, "request_size", exchange.RequestSize.ToString(CultureInfo.InvariantCulture));
        Add(span, "node_id", nodeId);
        Add(span, "component", "proxy");
        if (exchange.Route is { } route)
        {
            Add(span, "upstream_cluster", route.Cluster);
            Add(span, "upstream_cluster.name", route.Cluster);
        }

        var status = exchange.Unanswered ? 0 : context.Response.StatusCode;
        Add(span, "http.status_code", status.ToString(CultureInfo.InvariantCulture));
        Add(span, "response_size", exchange.ResponseSize.ToString(CultureInfo.InvariantCulture));
        Add(span, "response_flags", exchange.Flags);
        if (status is 0 or (>= 500 and < 600))
        {
            Add(span, "error", "true");
            span.SetStatus(ActivityStatusCode.Error);
        }
    }

    private static string UrlOf(HttpContext context, RequestHeaders headers)
    {
        var path = headers.Has(HeaderField.OriginalPath) ? HeaderText.Of(headers[HeaderField.OriginalPath]) : RequestTarget.PathOf(context);
        var shown = path.AsSpan(0, Math.Min(path.Length, MaxPathLength));
        return $"{RequestTarget.SchemeOf(context, headers[HeaderField.ForwardedProto])}://{context.Request.Host.Value}{shown}";
    }

    private static void Add(Activity span, string name, string value)
    {
        if (value.Length > 0)
        {
            span.AddTag(name, value);
        }
    }
}
