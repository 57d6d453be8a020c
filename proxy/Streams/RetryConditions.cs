namespace ZipkinMesh.Proxy.Streams;

/// <summary>Defines the failures after which a request is sent again: the words of Envoy's <c>retry_on</c>.</summary>
[Flags]
internal enum RetryConditions
{
    None = 0,
    ConnectFailure = 1,
    RefusedStream = 2,
    Reset = 4,
    ResetBeforeRequest = 8,
    GatewayError = 16,
    ServerError = 32,
    RetriableStatusCodes = 64,
}
