using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>
/// Replaces YARP's rules for headers and target with Envoy's. YARP drops tracing headers, rewrites the path and adds X-Forwarded-*.
/// Transforms that a route configures are applied after these.
/// </summary>
internal sealed class MeshTransforms(RequestTracer tracer, FinalResponseHeaders finalHeaders) : ITransformProvider
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

        var keepsHost = context.Route.Transforms?.Any(DropsHost) != true;
        context.RequestTransforms.Insert(0, new RequestHeadersTransform(tracer, keepsHost));
        context.RequestTransforms.Add(new RequestTargetTransform());
        context.ResponseTransforms.Insert(0, new ResponseHeadersTransform(finalHeaders, context.ResponseTransforms));
    }

    private static bool DropsHost(IReadOnlyDictionary<string, string> transform) =>
        transform.TryGetValue("RequestHeaderOriginalHost", out var keeps) && bool.TryParse(keeps, out var value) && !value;
}
