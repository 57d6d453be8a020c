using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.V1;

/// <summary>What happened where: <c>{"timestamp":1472470996199000,"value":"sr","endpoint":{"serviceName":"service1"}}</c>.</summary>
internal sealed record V1Annotation(long Timestamp, string Value, SpanEndpoint? Endpoint);
