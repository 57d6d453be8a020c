using System.Globalization;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Upstreams.OutlierDetection;

/// <summary>Represents the outlier detection of a cluster. The options are described in <see cref="ClusterMetadataOptions"/>.</summary>
internal sealed class OutlierSettings(IReadOnlyDictionary<string, string> metadata)
{
    private static readonly ClusterMetadataOptions Defaults = new();

    public int Consecutive5xx { get; } = metadata.FindNumber(nameof(Defaults.Consecutive5xx)) ?? Defaults.Consecutive5xx;

    public int ConsecutiveGatewayFailure { get; } = metadata.FindNumber(nameof(Defaults.ConsecutiveGatewayFailure)) ?? Defaults.ConsecutiveGatewayFailure;

    public int ConsecutiveLocalOriginFailure { get; } =
        metadata.FindNumber(nameof(Defaults.ConsecutiveLocalOriginFailure)) ?? Defaults.ConsecutiveLocalOriginFailure;

    public bool SplitsLocalOrigin { get; } = IsTrue(metadata, nameof(Defaults.SplitExternalLocalOriginErrors));

    public TimeSpan Interval { get; } = metadata.FindDuration(nameof(Defaults.OutlierDetectionInterval)) ?? Defaults.OutlierDetectionInterval;

    public TimeSpan BaseEjectionTime { get; } = metadata.FindDuration(nameof(Defaults.BaseEjectionTime)) ?? Defaults.BaseEjectionTime;

    public TimeSpan MaxEjectionTime { get; } = metadata.FindDuration(nameof(Defaults.MaxEjectionTime)) ?? Defaults.MaxEjectionTime;

    public double MaxEjectionPercent { get; } = metadata.TryGetValue(nameof(Defaults.MaxEjectionPercent), out var percent)
        ? double.Parse(percent, CultureInfo.InvariantCulture)
        : Defaults.MaxEjectionPercent;

    /// <summary>Returns true when the metadata of a cluster turn outlier detection on.</summary>
    public static bool IsOn(IReadOnlyDictionary<string, string>? metadata) =>
        metadata is not null && IsTrue(metadata, nameof(ClusterMetadataOptions.OutlierDetection));

    private static bool IsTrue(IReadOnlyDictionary<string, string> metadata, string key) =>
        metadata.TryGetValue(key, out var value) && bool.Parse(value);
}
