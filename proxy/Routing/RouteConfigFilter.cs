using Yarp.ReverseProxy.Configuration;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Configuration;
using ZipkinMesh.Proxy.Configuration.Validation;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Routing;

/// <summary>
/// Gives routes Envoy's defaults where YARP's differ, and rejects routes that can't work. YARP runs it at start and on every change of
/// the configuration; an exception keeps the last good configuration in place.
/// </summary>
internal sealed class RouteConfigFilter(ZipkinMeshOptions options, NestedMetadata nested) : IProxyConfigFilter
{
    private static readonly TimeSpan DefaultTimeout = new YarpRouteOptions().Timeout;

    public ValueTask<RouteConfig> ConfigureRouteAsync(RouteConfig route, ClusterConfig? cluster, CancellationToken cancel)
    {
        var key = $"ReverseProxy:Routes:{route.RouteId}";
        if (cluster is null)
        {
            throw route.ClusterId is null
                ? SettingException.Missing($"{key}:ClusterId", "the name of a cluster")
                : SettingException.NotAllowed($"{key}:ClusterId", route.ClusterId, "the name of a cluster");
        }

        var metadata = nested.Flatten(route.RouteId, route.Metadata);
        RouteMetadataValidator.Check($"{key}:Metadata", metadata, [.. options.Listeners.Keys]);
        return ValueTask.FromResult(route with
        {
            Match = route.Match.Path is null && route.Match.Hosts is null ? route.Match with { Path = "/{**path}" } : route.Match,
            Timeout = TimeoutOf(route),
            Metadata = metadata,
        });
    }

    public ValueTask<ClusterConfig> ConfigureClusterAsync(ClusterConfig cluster, CancellationToken cancel) => ValueTask.FromResult(cluster);

    // YARP has no way to write "no timeout" other than null.
    private static TimeSpan? TimeoutOf(RouteConfig route) =>
        route.TimeoutPolicy is not null || route.Timeout == TimeSpan.Zero ? null : route.Timeout ?? DefaultTimeout;
}
