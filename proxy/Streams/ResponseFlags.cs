using System.Collections.Frozen;

namespace ZipkinMesh.Proxy.Streams;

/// <summary>
/// Defines the response flags, which say why a response failed
/// (https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/observability/access_log/usage, RESPONSE_FLAGS).
/// </summary>
internal static class ResponseFlags
{
    public const string None = "-";
    public const string DownstreamDisconnect = "DC";
    public const string DownstreamProtocolError = "DPE";
    public const string DownstreamRemoteReset = "DR";
    public const string LocalReset = "LR";
    public const string NoHealthyUpstream = "UH";
    public const string NoRoute = "NR";
    public const string StreamIdleTimeout = "SI";
    public const string UpstreamConnectionFailure = "UF";
    public const string UpstreamConnectionTermination = "UC";
    public const string UpstreamOverflow = "UO";
    public const string UpstreamProtocolError = "UPE";
    public const string UpstreamRemoteReset = "UR";
    public const string UpstreamRetryLimitExceeded = "URX";
    public const string UpstreamTimeout = "UT";

    private static readonly FrozenDictionary<string, string> LongNames = new Dictionary<string, string>
    {
        [DownstreamDisconnect] = "DownstreamConnectionTermination",
        [DownstreamProtocolError] = "DownstreamProtocolError",
        [DownstreamRemoteReset] = "DownstreamRemoteReset",
        [LocalReset] = "LocalReset",
        [NoHealthyUpstream] = "NoHealthyUpstream",
        [NoRoute] = "NoRouteFound",
        [StreamIdleTimeout] = "StreamIdleTimeout",
        [UpstreamConnectionFailure] = "UpstreamConnectionFailure",
        [UpstreamConnectionTermination] = "UpstreamConnectionTermination",
        [UpstreamOverflow] = "UpstreamOverflow",
        [UpstreamProtocolError] = "UpstreamProtocolError",
        [UpstreamRemoteReset] = "UpstreamRemoteReset",
        [UpstreamRetryLimitExceeded] = "UpstreamRetryLimitExceeded",
        [UpstreamTimeout] = "UpstreamRequestTimeout",
    }.ToFrozenDictionary();

    /// <summary>Returns Envoy's long names of flags that are separated by commas, such as <c>UpstreamConnectionFailure</c>.</summary>
    public static string LongNamesOf(string flags) => LongNames.TryGetValue(flags, out var name)
        ? name
        : string.Join(',', flags.Split(',').Select(flag => LongNames.GetValueOrDefault(flag, flag)));
}
