using System.Globalization;
using Yarp.ReverseProxy.Configuration;

namespace ZipkinMesh.Proxy.Streams;

/// <summary>
/// What a route has beyond YARP's own settings, carried in the route's <c>Metadata</c>:
/// <code>
/// "service2": {
///   "ClusterId": "service2",
///   "Timeout": "00:00:15",
///   "Metadata": { "Listener": "egress_http", "Operation": "check_server2", "Prefix": "/trace/2" }
/// }
/// </code>
/// </summary>
/// <param name="Cluster">Where the requests go; YARP's key <c>ClusterId</c>.</param>
/// <param name="Listener">The listener whose requests this route takes. Needed.</param>
/// <param name="Operation">The name of the spans (Envoy's <c>decorator.operation</c>). Needed.</param>
/// <param name="Prefix">
/// What the path must begin with, compared with the path as it was sent: no decoding, no normalising, case matters
/// (Envoy's <c>match.prefix</c>). Default: /.
/// </param>
/// <param name="Timeout">
/// From the end of the request to the end of the response; YARP's key <c>Timeout</c>. Zero: none. Default: 15 s, as in Envoy.
/// </param>
/// <param name="ResponseHeadersFromRequest">
/// Request headers, comma separated, whose values as forwarded are added to every response (Envoy's
/// <c>response_headers_to_add</c> with <c>%REQ(name)%</c>). Default: none.
/// </param>
internal sealed record RouteEntry(
    string Cluster,
    string Listener,
    string Operation,
    string Prefix,
    TimeSpan Timeout,
    IReadOnlyList<string> ResponseHeadersFromRequest)
{
    public const string ListenerKey = "Listener";
    public const string OperationKey = "Operation";
    public const string PrefixKey = "Prefix";
    public const string ResponseHeadersFromRequestKey = "ResponseHeadersFromRequest";

    /// <summary>Where <c>RouteConfigFilter</c> puts YARP's <c>Timeout</c>, which would ask for another middleware.</summary>
    public const string TimeoutKey = "Timeout";

    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Milliseconds as x-envoy-expected-rq-timeout-ms tells them; null without a timeout.</summary>
    public string? ExpectedTimeout { get; } = Timeout > TimeSpan.Zero
        ? Math.Round(Timeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)
        : null;

    public static RouteEntry From(RouteConfig route)
    {
        var metadata = route.Metadata!;
        return new RouteEntry(
            route.ClusterId!,
            metadata[ListenerKey],
            metadata[OperationKey],
            metadata.GetValueOrDefault(PrefixKey, "/"),
            TimeSpan.Parse(metadata[TimeoutKey], CultureInfo.InvariantCulture),
            metadata.GetValueOrDefault(ResponseHeadersFromRequestKey, "")
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }
}
