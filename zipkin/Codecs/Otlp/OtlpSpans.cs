using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.Otlp;

/// <summary>The spans of an OTLP message. A span with an invalid id is rejected alone.</summary>
/// <param name="Spans">The valid spans.</param>
/// <param name="Rejected">The number of rejected spans.</param>
/// <param name="Problem">The reason for which the first of them was rejected; null when none was.</param>
internal sealed record OtlpSpans(List<Span> Spans, int Rejected, string? Problem);
