namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>Defines the ways in which the end of a response's body is found (RFC 9112, 6.3).</summary>
internal enum BodyFraming
{
    /// <summary>The response has no body.</summary>
    None,

    /// <summary>Content-Length gives the length.</summary>
    Length,

    /// <summary>The body is in chunks.</summary>
    Chunked,

    /// <summary>The body ends with the connection.</summary>
    UntilClose,
}
