namespace ZipkinMesh.Proxy.Upstreams.Tls;

/// <summary>Thrown when a cluster has as many connections as its <c>MaxConnections</c> allows.</summary>
internal sealed class ConnectionOverflowException() : IOException("The cluster has reached its limit of connections.");
