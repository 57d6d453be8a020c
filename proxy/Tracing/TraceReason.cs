namespace ZipkinMesh.Proxy.Tracing;

/// <summary>
/// Why a request is traced. Envoy keeps it in the request id: the 15th character of the UUID (position 14), where a version 4
/// UUID has its 4.
/// <code>
/// 5951ce0d-8b58-46bf-b4a7-e8d8336907e3   not traced
/// 5951ce0d-8b58-96bf-b4a7-e8d8336907e3   sampled
/// 5951ce0d-8b58-a6bf-b4a7-e8d8336907e3   forced by a service
/// 5951ce0d-8b58-b6bf-b4a7-e8d8336907e3   asked for by the client (x-client-trace-id)
/// </code>
/// The values are those digits.
/// </summary>
internal enum TraceReason
{
    NotTraceable = 4,
    Sampling = 9,
    ServiceForced = 0xa,
    ClientForced = 0xb,
}
