using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Formatting.Operators;

/// <summary>Defines the operators for the request and its trace.</summary>
internal static class RequestOperators
{
    public static IEnumerable<OperatorDefinition> All { get; } =
    [
        new("%REQ(X?Y):Z%", static command => HeaderOperator.Create(command, ReadHeader)),
        new("%REQUEST_HEADER(X?Y):Z%", static command => HeaderOperator.Create(command, ReadHeader)),
        Define.Text("PROTOCOL", static stream => stream.Context.Request.Protocol),
        Define.Number("BYTES_RECEIVED", static stream => stream.BytesReceived),
        Define.Text("STREAM_ID", static stream => stream.RequestId is "" ? null : stream.RequestId),
        Define.Text("TRACE_ID", static stream => stream.SpanIdentity?.TraceId),
        Define.Text("SPAN_ID", static stream => stream.SpanIdentity?.SpanId),
        Define.Text("ROUTE_NAME", static stream => stream.Route?.Name),
        Define.Absent("VIRTUAL_CLUSTER_NAME"),
    ];

    /// <summary>Returns a function that reads a header as it is forwarded; Envoy's pseudo-headers are those of HTTP/2.</summary>
    private static Func<StreamInfo, string?> ReadHeader(string name) => name switch
    {
        ":method" => static stream => stream.Context.Request.Method,
        ":path" => static stream => RequestTarget.PathOf(stream.Context),
        ":scheme" => static stream => RequestTarget.SchemeOf(stream.Context, stream.Headers[HeaderField.ForwardedProto]),
        ":authority" or "host" => static stream => RequestTarget.HostOf(stream.Context) is { Length: > 0 } host ? host : null,
        _ when RequestHeaders.FieldOf(name) is { } field =>
            stream => HeaderOperator.First(stream.Headers.AreValid ? stream.Headers[field] : stream.Context.Request.Headers[name]),
        _ => stream => HeaderOperator.First(stream.Headers.AreValid ? stream.Headers.Find(name) : stream.Context.Request.Headers[name]),
    };
}
