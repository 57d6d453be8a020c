using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.V1;

/// <summary>
/// A tag, <c>{"key":"http.path","value":"/","endpoint":{"serviceName":"service1"}}</c>, or an address,
/// <c>{"key":"sa","value":true,"endpoint":{"serviceName":"service2"}}</c>, whose value is null in this record.
/// </summary>
internal sealed record V1BinaryAnnotation(string Key, string? Value, SpanEndpoint? Endpoint);
