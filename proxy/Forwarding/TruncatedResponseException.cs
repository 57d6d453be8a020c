namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>
/// Signals to Kestrel that a response that has begun can't be finished. Kestrel sends what has been written and closes the connection, so
/// that the client doesn't take the response for complete.
/// </summary>
internal sealed class TruncatedResponseException : Exception;
