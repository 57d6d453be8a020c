using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.V1;

/// <summary>
/// An event with its time and endpoint: <c>{"timestamp":1472470996199000,"value":"sr","endpoint":{"serviceName":"service1"}}</c>.
/// </summary>
internal sealed record V1Annotation(long Timestamp, string Value, SpanEndpoint? Endpoint);
