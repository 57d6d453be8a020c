namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>Indicates that an upstream's response isn't valid HTTP/1.1, in the cases in which Envoy rejects it, too.</summary>
internal sealed class ResponseProtocolException(string problem) : IOException(problem);
