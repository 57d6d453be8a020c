using Yarp.ReverseProxy.Transforms;
using ZipkinMesh.Proxy.Http;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>
/// Sends the target on as it came, byte for byte: no decoding, no normalising. A route whose own transforms change the path or
/// the query keeps what they made of it.
/// </summary>
internal sealed class RequestTargetTransform : RequestTransform
{
    private static readonly UriCreationOptions AsItCame = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var request = context.HttpContext.Request;
        if (context.Path == request.Path && context.Query.QueryString == request.QueryString)
        {
            var address = context.DestinationPrefix.AsSpan().TrimEnd('/');
            context.ProxyRequest.RequestUri = new Uri($"{address}{RequestTarget.PathOf(context.HttpContext)}", AsItCame);
        }

        return ValueTask.CompletedTask;
    }
}
