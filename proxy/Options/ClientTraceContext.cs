namespace ZipkinMesh.Proxy.Options;

/// <summary>The use of the trace context that an external client sends.</summary>
public enum ClientTraceContext
{
    /// <summary>Joined, with its ids, its request id and its sampling decision.</summary>
    Accept,

    /// <summary>Replaced by a new trace and a new request id. The span keeps the client's trace id as a tag.</summary>
    Restart,

    /// <summary>Removed unread.</summary>
    Ignore,
}
