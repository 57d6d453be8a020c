using Yarp.ReverseProxy.Configuration;
using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Listeners;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Proxy.Routing;

/// <summary>Creates the <see cref="RouteEntry"/> of a route that <see cref="RouteConfigFilter"/> has checked.</summary>
internal static class RouteEntryFactory
{
    private static readonly string DefaultPrefix = new RouteMetadataOptions().Prefix;

    public static RouteEntry Create(RouteConfig route, ClusterCounters counters, ListenerTable listeners)
    {
        var metadata = route.Metadata ?? new Dictionary<string, string>();
        var listener = metadata.GetValueOrDefault(nameof(RouteMetadataOptions.Listener), ListenerInfo.Default.Name);
        return new RouteEntry(
            route.ClusterId!,
            listener,
            metadata.GetValueOrDefault(nameof(RouteMetadataOptions.Operation)) is { } operation && !RouteTracing.HasOperators(operation) ? operation : null,
            metadata.GetValueOrDefault(nameof(RouteMetadataOptions.Prefix), DefaultPrefix),
            route.Timeout ?? TimeSpan.Zero,
            metadata.GetValueOrDefault(nameof(RouteMetadataOptions.ResponseHeadersFromRequest), "")
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            Counters = counters,
            Name = route.RouteId,
            Tracing = RouteTracing.Create(metadata, listeners.Find(listener)?.Tracing),
            Retry = RetryPolicyFactory.Create(metadata),
            IdleTimeout = metadata.FindDuration(nameof(RouteMetadataOptions.IdleTimeout)),
            MaxStreamDuration = metadata.FindDuration(nameof(RouteMetadataOptions.MaxStreamDuration)),
            GrpcTimeoutMax = metadata.FindDuration(nameof(RouteMetadataOptions.GrpcTimeoutHeaderMax)),
            UpgradeTypes = metadata.TryGetValue(nameof(RouteMetadataOptions.UpgradeConfigs), out var types) ? UpgradeTypesAttribute.Parse(types) : null,
            HasFailover = metadata.GetValueOrDefault(nameof(RouteMetadataOptions.NumRetries)) != "0",
        };
    }
}
