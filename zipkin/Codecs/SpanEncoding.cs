namespace ZipkinMesh.Zipkin.Codecs;

/// <summary>The encodings of a list of spans.</summary>
internal enum SpanEncoding
{
    /// <summary>JSON of the first tracers, with <c>annotations</c> and <c>binaryAnnotations</c>.</summary>
    JsonV1,

    /// <summary>JSON with <c>localEndpoint</c>, <c>remoteEndpoint</c> and <c>tags</c>.</summary>
    JsonV2,

    /// <summary>The <c>ListOfSpans</c> message of <c>zipkin.proto</c>.</summary>
    Proto3,
}
