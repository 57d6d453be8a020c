using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.V1;

/// <summary>
/// A tag, <c>{"key":"http.path","value":"/","endpoint":{"serviceName":"service1"}}</c>, or an address,
/// <c>{"key":"sa","value":true,"endpoint":{"serviceName":"service2"}}</c>, whose value is null here.
/// </summary>
internal sealed record V1Tag(string Key, string? Value, SpanEndpoint? Endpoint);
