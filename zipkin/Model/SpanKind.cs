namespace ZipkinMesh.Zipkin.Model;

/// <summary>The side of a call or message that a span describes: <c>"kind":"CLIENT"</c>. Local work has no kind.</summary>
internal enum SpanKind
{
    None,
    Client,
    Server,
    Producer,
    Consumer,
}
