namespace ZipkinMesh.Zipkin.Model;

/// <summary>
/// One side of a call: <c>{"serviceName":"service1","ipv4":"172.18.0.3","port":8000}</c>.
/// At least one is known, the rest is null (port: 0).
/// </summary>
internal sealed record SpanEndpoint(string? ServiceName, string? Ipv4, string? Ipv6, int Port);
