namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>
/// Tells Kestrel that a response that has begun can't be finished: it sends what was written, and closes the connection,
/// so that nobody takes it for complete.
/// </summary>
internal sealed class TruncatedResponseException : Exception;
