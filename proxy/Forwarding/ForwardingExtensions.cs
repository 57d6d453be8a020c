using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Transforms.Builder;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>Adds the pipeline of a request.</summary>
internal static class ForwardingExtensions
{
    public static IServiceCollection AddForwarding(this IServiceCollection services)
    {
        services.AddSingleton<Pipeline>();
        services.AddSingleton<LocalReplyWriter>();
        services.AddSingleton<FinalResponseHeaders>();
        services.AddSingleton<ITransformProvider, MeshTransforms>();
        return services;
    }
}
