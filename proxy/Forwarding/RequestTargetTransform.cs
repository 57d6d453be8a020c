using Yarp.ReverseProxy.Transforms;
using ZipkinMesh.Proxy.Http;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>
/// Forwards the target byte for byte, without decoding or normalizing it. When the transforms of the route change the path or the query,
/// their result is used.
/// </summary>
internal sealed class RequestTargetTransform : RequestTransform
{
    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var request = context.HttpContext.Request;
        if (context.Path == request.Path && context.Query.QueryString == request.QueryString)
        {
            var address = context.DestinationPrefix.AsSpan().TrimEnd('/');
            context.ProxyRequest.RequestUri = new Uri($"{address}{RequestTarget.PathOf(context.HttpContext)}", Verbatim);
        }

        return ValueTask.CompletedTask;
    }
}
