namespace ZipkinMesh.Zipkin.Model;

/// <summary>
/// The network context of one side of a call: <c>{"serviceName":"service1","ipv4":"172.18.0.3","port":8000}</c>. At least one field is
/// present; absent fields are null, or 0 for the port.
/// </summary>
internal sealed record SpanEndpoint(string? ServiceName, string? Ipv4, string? Ipv6, int Port);
