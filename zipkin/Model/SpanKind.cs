namespace ZipkinMesh.Zipkin.Model;

/// <summary>Which side of a call or message a span tells of: <c>"kind":"CLIENT"</c>. Local work has none.</summary>
internal enum SpanKind
{
    None,
    Client,
    Server,
    Producer,
    Consumer,
}
