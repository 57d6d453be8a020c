namespace ZipkinMesh.Zipkin.Http;

/// <summary>The paths that spans are posted to.</summary>
internal sealed class Collectors(HttpCollector zipkin, OtlpHttpCollector otlp, OtlpGrpcCollector otlpGrpc)
{
    /// <summary>Returns the handler of a request; null when its path takes no spans.</summary>
    public RequestDelegate? Find(HttpRequest request, string path) => path switch
    {
        _ when !HttpMethods.IsPost(request.Method) => null,
        _ when OtlpGrpcCollector.IsCall(request) => otlpGrpc.HandleAsync,
        HttpCollector.V2Path => context => zipkin.HandleAsync(context, isV1: false),
        HttpCollector.V1Path => context => zipkin.HandleAsync(context, isV1: true),
        OtlpHttpCollector.Path => otlp.HandleAsync,
        _ => null,
    };
}
