using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Upstreams.Failures;

namespace ZipkinMesh.Proxy.Upstreams.OutlierDetection;

/// <summary>
/// Ejects destinations that fail repeatedly, as Envoy does
/// (https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/upstream/outlier). A destination to which no connection could be
/// opened is skipped for a moment, too, as it is without outlier detection.
/// </summary>
internal sealed partial class OutlierDetectionPolicy(IDestinationHealthUpdater health, TimeProvider time, ILogger<OutlierDetectionPolicy> logger)
    : IPassiveHealthCheckPolicy
{
    /// <summary>The name of the policy in a cluster's <c>HealthCheck:Passive:Policy</c>.</summary>
    public const string PolicyName = "OutlierDetection";

    // By then, the name of a destination has been resolved again.
    private static readonly TimeSpan SkipTime = TimeSpan.FromSeconds(5);

    private static readonly Dictionary<string, string> NoMetadata = [];

    // Destinations come and go with the addresses of their names; what is known of one goes with it.
    private readonly ConditionalWeakTable<DestinationState, DestinationOutcomes> _outcomes = [];
    private readonly ConditionalWeakTable<ClusterConfig, OutlierSettings> _settings = [];

    public string Name => PolicyName;

    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
    {
        var settings = _settings.GetValue(cluster.Model.Config, static config => new OutlierSettings(config.Metadata ?? NoMetadata));
        var outcomes = OutcomesOf(destination);
        if (IsFailure(context, outcomes, settings) && MayEject(cluster, settings))
        {
            var duration = outcomes.Eject(settings);
            health.SetPassive(cluster, destination, DestinationHealth.Unhealthy, duration);
            LogEjected(cluster.ClusterId, destination.DestinationId, duration);
        }
        else if (!outcomes.IsEjected && UpstreamFailure.IsConnectFailure(context))
        {
            health.SetPassive(cluster, destination, DestinationHealth.Unhealthy, SkipTime);
        }
    }

    /// <summary>Returns the number of a cluster's destinations that are ejected now.</summary>
    public int CountEjected(ClusterState cluster) =>
        cluster.DestinationsState.AllDestinations.Count(destination => _outcomes.TryGetValue(destination, out var outcomes) && outcomes.IsEjected);

    private static bool IsFailure(HttpContext context, DestinationOutcomes outcomes, OutlierSettings settings)
    {
        if (outcomes.IsEjected || context.Features.Get<StreamInfo>() is not { LastAttempt: { } attempt } stream)
        {
            return false;
        }

        if (attempt.StatusCode > 0)
        {
            return outcomes.OnResponse(attempt.StatusCode, settings);
        }

        // A client that disconnected says nothing about the destination, and neither does a limit of ours.
        return context.Features.Get<IForwarderErrorFeature>() is { } failure and not LocalFailure
            && UpstreamFailure.ReplyTo(failure, stream.Lifetime.HasTimedOut) is { } reply
            && outcomes.OnLocalFailure(reply.Status, settings);
    }

    private DestinationOutcomes OutcomesOf(DestinationState destination) =>
        _outcomes.TryGetValue(destination, out var outcomes) ? outcomes : _outcomes.GetValue(destination, _ => new DestinationOutcomes(time));

    private bool MayEject(ClusterState cluster, OutlierSettings settings)
    {
        var all = cluster.DestinationsState.AllDestinations;
        return 100.0 * CountEjected(cluster) / all.Count < settings.MaxEjectionPercent;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Cluster}: {Destination} is ejected for {Duration}.")]
    private partial void LogEjected(string cluster, string destination, TimeSpan duration);
}
