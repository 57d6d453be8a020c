namespace ZipkinMesh.Fuzz.Differential.Requests;

/// <summary>Specifies how the body of a request is delimited.</summary>
internal enum Framing
{
    None,
    Length,
    Chunked,

    /// <summary>By the frames of HTTP/2.</summary>
    Frames,
}
