using System.Globalization;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Routing;

/// <summary>Creates the <see cref="RetryPolicy"/> of a route that <see cref="RouteConfigFilter"/> has checked.</summary>
internal static class RetryPolicyFactory
{
    // Envoy's max_interval is ten times base_interval, unless it is set.
    private const int MaxIntervalFactor = 10;

    private static readonly RouteMetadataOptions Defaults = new();

    /// <summary>Returns null when the metadata of the route has neither conditions for retries nor a timeout for each try.</summary>
    public static RetryPolicy? Create(IReadOnlyDictionary<string, string> metadata)
    {
        var conditions = WordsOf(nameof(Defaults.RetryOn)).Aggregate(RetryConditions.None, (all, word) => all | ConditionOf(word));
        var perTryTimeout = metadata.FindDuration(nameof(Defaults.PerTryTimeout)) ?? Defaults.PerTryTimeout;
        if (conditions == RetryConditions.None && perTryTimeout == TimeSpan.Zero)
        {
            return null;
        }

        var baseInterval = metadata.FindDuration(nameof(Defaults.RetryBackOffBaseInterval)) ?? Defaults.RetryBackOffBaseInterval;
        var maxInterval = metadata.FindDuration(nameof(Defaults.RetryBackOffMaxInterval)) ?? Defaults.RetryBackOffMaxInterval;
        return new RetryPolicy(
            conditions,
            metadata.FindNumber(nameof(Defaults.NumRetries)) ?? Defaults.NumRetries,
            perTryTimeout,
            [.. WordsOf(nameof(Defaults.RetriableStatusCodes)).Select(code => int.Parse(code, CultureInfo.InvariantCulture))],
            baseInterval,
            maxInterval > TimeSpan.Zero ? maxInterval : baseInterval * MaxIntervalFactor);

        string[] WordsOf(string key) =>
            metadata.GetValueOrDefault(key, "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static RetryConditions ConditionOf(string word) => word.ToUpperInvariant() switch
    {
        "CONNECT-FAILURE" => RetryConditions.ConnectFailure,
        "REFUSED-STREAM" => RetryConditions.RefusedStream,
        "RESET" => RetryConditions.Reset,
        "RESET-BEFORE-REQUEST" => RetryConditions.ResetBeforeRequest,
        "GATEWAY-ERROR" => RetryConditions.GatewayError,
        "5XX" => RetryConditions.ServerError,
        "RETRIABLE-STATUS-CODES" => RetryConditions.RetriableStatusCodes,
        _ => throw new ArgumentOutOfRangeException(nameof(word), word, "A word that isn't declared."),
    };
}
