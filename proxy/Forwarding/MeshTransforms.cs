using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>
/// Puts Envoy's rules for headers and target in the place of YARP's, which drop tracing headers, rewrite the path and add
/// X-Forwarded-*. Transforms that a route configures still apply, after ours.
/// </summary>
internal sealed class MeshTransforms : ITransformProvider
{
    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    public void Apply(TransformBuilderContext context)
    {
        context.CopyRequestHeaders = false;
        context.CopyResponseHeaders = false;
        context.UseDefaultForwarders = false;
        if (!context.RequestTransforms.OfType<RequestHeaderOriginalHostTransform>().Any())
        {
            context.AddOriginalHost();
        }

        context.RequestTransforms.Insert(0, new RequestHeadersTransform());
        context.RequestTransforms.Add(new RequestTargetTransform());
        context.ResponseTransforms.Insert(0, new ResponseHeadersTransform());
    }
}
