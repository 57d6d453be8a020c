namespace ZipkinMesh.Proxy.Tracing;

/// <summary>
/// Specifies the reason why a request is traced. Envoy stores it in the request id: in the 15th character of the UUID (position 14),
/// where a version 4 UUID has its 4. The values are that digit.
/// <code>
/// 5951ce0d-8b58-46bf-b4a7-e8d8336907e3   not traced
/// 5951ce0d-8b58-96bf-b4a7-e8d8336907e3   sampled
/// 5951ce0d-8b58-a6bf-b4a7-e8d8336907e3   forced by a service
/// 5951ce0d-8b58-b6bf-b4a7-e8d8336907e3   requested by the client (x-client-trace-id)
/// </code>
/// </summary>
internal enum TraceReason
{
    NotTraceable = 4,
    Sampling = 9,
    ServiceForced = 0xa,
    ClientForced = 0xb,
}
