namespace ZipkinMesh.Proxy.Streams;

/// <summary>Defines the protocols of a client's connection.</summary>
internal enum Codec
{
    /// <summary>The client hasn't sent enough to tell.</summary>
    Unknown,

    /// <summary>HTTP/1.1, or an earlier version: one request at a time.</summary>
    Http1,

    /// <summary>HTTP/2: many requests at a time.</summary>
    Http2,
}
