using ZipkinMesh.Exporter.Reporting;

namespace ZipkinMesh.Exporter.Http;

/// <summary>Posts spans to one URL.</summary>
internal sealed class HttpSender(HttpClient client, Uri endpoint, SpanPost post) : ISpanSender
{
    public PostResult Post(ReadOnlyMemory<byte> spans, CancellationToken cancel) => post.Send(client, endpoint, null, spans, cancel);
}
