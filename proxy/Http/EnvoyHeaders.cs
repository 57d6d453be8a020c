
namespace ZipkinMesh.Proxy.Http;

/// <summary>Names of the headers that have a meaning to Envoy.</summary>
internal static class EnvoyHeaders
{
    public const string ClientTraceId = "x-client-trace-id";
    public const string DecoratorOperation = "x-envoy-decorator-operation";
    public const string DownstreamServiceCluster = "x-envoy-downstream-service-cluster";
    public const string ExpectedTimeout = "x-envoy-expected-rq-timeout-ms";
    public const string ExternalAddress = "x-envoy-external-address";
    public const string ForceTrace = "x-envoy-force-trace";
    public const string ForwardedClientCert = "x-forwarded-client-cert";
    public const string ForwardedFor = "x-forwarded-for";
    public const string ForwardedProto = "x-forwarded-proto";
    public const string Internal = "x-envoy-internal";
    public const string OriginalPath = "x-envoy-original-path";
    public const string Overloaded = "x-envoy-overloaded";
    public const string RequestId = "x-request-id";
    public const string UpstreamServiceTime = "x-envoy-upstream-service-time";

    /// <summary>
    /// Headers that are removed from requests: they are for a router that retries, or say what only a proxy can know
    /// (each of them observed on Envoy 1.40).
    /// </summary>
    public static readonly string[] NotFromClients =
    [
        "x-envoy-expected-rq-timeout-ms",
        "x-envoy-hedge-on-per-try-timeout",
        Internal,
        "x-envoy-max-retries",
        "x-envoy-retriable-header-names",
        "x-envoy-retriable-status-codes",
        "x-envoy-retry-grpc-on",
        "x-envoy-retry-on",
        "x-envoy-upstream-alt-stat-name",
        "x-envoy-upstream-rq-per-try-timeout-ms",
        "x-envoy-upstream-rq-timeout-alt-response",
        "x-envoy-upstream-rq-timeout-ms",
        "x-envoy-upstream-stream-duration-ms",
    ];

    /// <summary>Headers that are removed from requests of external clients (each of them observed on Envoy 1.40).</summary>
    public static readonly string[] OnlyFromInternal = [ForceTrace, "x-envoy-ip-tags", "x-envoy-original-url"];

    /// <summary>
    /// Headers that an edge proxy, one that uses the remote address, removes from requests of external clients, beside the others
    /// (each of them observed on Envoy 1.40).
    /// </summary>
    public static readonly string[] NotBeyondEdge =
        [DownstreamServiceCluster, "x-envoy-downstream-service-node", "x-envoy-original-host", OriginalPath];
}
