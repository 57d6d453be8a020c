using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace ZipkinMesh.Tests.Support;

/// <summary>OTLP's gRPC service, <c>opentelemetry.proto.collector.trace.v1.TraceService</c>, on messages as bytes.</summary>
[BindServiceMethod(typeof(OtlpGrpcService), nameof(Bind))]
internal class OtlpGrpcService(OtlpReceiver receiver)
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(message => message, message => message);

    private static readonly Method<byte[], byte[]> ExportMethod =
        new(MethodType.Unary, "opentelemetry.proto.collector.trace.v1.TraceService", nameof(Export), Bytes, Bytes);

    public static void Bind(ServiceBinderBase binder, OtlpGrpcService? service) => binder.AddMethod(ExportMethod, service is null ? null : service.Export);

    public virtual async Task<byte[]> Export(byte[] request, ServerCallContext context)
    {
        var headers = context.GetHttpContext().Request.Headers;
        return await receiver.ReceiveAsync(headers, request, context.CancellationToken)
            ? []
            : throw new RpcException(new Status(StatusCode.Unavailable, "not now"));
    }
}
