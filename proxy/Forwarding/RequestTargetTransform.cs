using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Transforms;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Upstreams.Tls;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>
/// Forwards the target byte for byte, without decoding or normalizing it. When the transforms of the route change the path or the query,
/// their result is used. With TLS, adds the name by which the destination is known.
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

        if (context.DestinationPrefix.StartsWith(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase))
        {
            ServerName.Add(context.ProxyRequest, context.HttpContext.GetReverseProxyFeature().ProxiedDestination!.Model.Config);
        }

        return ValueTask.CompletedTask;
    }
}
