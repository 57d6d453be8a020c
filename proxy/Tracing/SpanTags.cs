using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>
/// Records the tags of a span under Envoy's names
/// (https://github.com/envoyproxy/envoy/blob/v1.36.0/source/common/tracing/http_tracer_impl.cc). In Zipkin they appear as:
/// <code>
/// guid:x-request-id    5951ce0d-8b58-96bf-b4a7-e8d8336907e3
/// http.url             http://172.31.81.10:8000/trace/1      (the path is cut to its maximum length)
/// http.method          GET
/// downstream_cluster   -                                     (x-envoy-downstream-service-cluster)
/// user_agent           curl/7.68.0
/// http.protocol        HTTP/1.1
/// peer.address         172.31.81.1
/// downstream_trace_id  463ac35c9f6413ad                      (if a new trace has replaced the client's)
/// request_size         0
/// node_id              front-envoy                           (if the node has an id)
/// component            proxy
/// upstream_cluster     service1                              (also as upstream_cluster.name; absent without a route)
/// http.status_code     200
/// response_size        90
/// response_flags       -
/// error                true                                  (5xx, no response, or a gRPC status that says so)
/// </code>
/// gRPC calls have further tags: see <see cref="GrpcTags"/>.
/// Empty values are omitted, and values of more than 1,024 characters are cut.
/// </summary>
internal static class SpanTags
{
    public static void Record(Activity span, StreamInfo stream, string nodeId)
    {
        var request = stream.Context.Request;
        var headers = stream.Headers;
        Add(span, "guid:x-request-id", HeaderText.Of(stream.RequestId));
        Add(span, "http.url", UrlOf(stream));
        Add(span, "http.method", request.Method);
        Add(span, "downstream_cluster", HeaderText.OrDash(headers[HeaderField.DownstreamServiceCluster]));
        Add(span, "user_agent", HeaderText.OrDash(request.Headers.UserAgent));
        Add(span, "http.protocol", request.Protocol);
        Add(span, "peer.address", stream.PeerAddress);
        Add(span, "guid:x-client-trace-id", HeaderText.Of(headers[HeaderField.ClientTraceId]));
        Add(span, "downstream_trace_id", stream.ReplacedTraceId ?? "");
        Add(span, "request_size", stream.BytesReceived.ToString(CultureInfo.InvariantCulture));
        Add(span, "node_id", nodeId);
        Add(span, "component", "proxy");
        if (stream.Route is { } route)
        {
            Add(span, "upstream_cluster", route.Cluster);
            Add(span, "upstream_cluster.name", route.Cluster);
        }

        var status = stream.StatusCode;
        Add(span, "http.status_code", status.ToString(CultureInfo.InvariantCulture));
        Add(span, "response_size", stream.BytesSent.ToString(CultureInfo.InvariantCulture));
        Add(span, "response_flags", stream.Flag);
        GrpcTags.Add(span, stream);
        if (stream.HasFailed)
        {
            Add(span, "error", "true");
            span.SetStatus(ActivityStatusCode.Error);
        }

        AddCustom(span, stream);
    }

    /// <summary>Adds the tags of the configuration, which replace others of the same names.</summary>
    public static void AddCustom(Activity span, StreamInfo stream)
    {
        if (stream.Tracing!.CustomTags is not { } tags)
        {
            return;
        }

        foreach (var tag in tags)
        {
            if (tag.Read(stream) is { } value and not "")
            {
                span.SetTag(tag.Name, value is string { Length: > HeaderText.MaxLength } text ? text[..HeaderText.MaxLength] : value);
            }
        }
    }

    private static string UrlOf(StreamInfo stream)
    {
        var (context, headers) = (stream.Context, stream.Headers);
        var path = headers.Has(HeaderField.OriginalPath) ? HeaderText.Of(headers[HeaderField.OriginalPath]) : RequestTarget.PathOf(context);
        var shown = path.AsSpan(0, Math.Min(path.Length, stream.Tracing!.MaxPathTagLength));
        return $"{RequestTarget.SchemeOf(context, headers[HeaderField.ForwardedProto])}://{RequestTarget.HostOf(context)}{shown}";
    }

    private static void Add(Activity span, string name, string value)
    {
        if (value.Length > 0)
        {
            span.AddTag(name, value.Length > HeaderText.MaxLength ? value[..HeaderText.MaxLength] : value);
        }
    }
}
