using System.Diagnostics;
using ZipkinMesh.Proxy.Grpc;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>
/// Records the tags of gRPC calls, under Envoy's names:
/// <code>
/// grpc.path          /grpc.testing.TestService/UnaryCall
/// grpc.authority     172.31.81.10:8000
/// grpc.content_type  application/grpc
/// grpc.timeout       5S                                (as sent; if the call has a deadline)
/// grpc.status_code   13                                (if there is one)
/// grpc.message       bad%20thing                       (as sent)
/// </code>
/// The last two are recorded for any response that has them.
/// </summary>
internal static class GrpcTags
{
    public static void Add(Activity span, StreamInfo stream)
    {
        if (stream.IsGrpc)
        {
            Add(span, "grpc.path", RequestTarget.PathOf(stream.Context));
            Add(span, "grpc.authority", RequestTarget.HostOf(stream.Context));
            Add(span, "grpc.content_type", stream.Context.Request.ContentType);
            Add(span, "grpc.timeout", stream.Headers.Find(GrpcHeaders.Timeout).ToString());
        }

        if (stream.GrpcStatus is { } status)
        {
            Add(span, "grpc.status_code", status);
            Add(span, "grpc.message", stream.GrpcMessage);
        }
    }

    private static void Add(Activity span, string name, string? value)
    {
        if (HeaderText.Of(value) is { Length: > 0 } text)
        {
            span.AddTag(name, text);
        }
    }
}
