using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Client;

/// <summary>A span in the order of the tree.</summary>
/// <param name="Span">The span.</param>
/// <param name="Depth">The number of spans above it.</param>
internal sealed record TraceRow(Span Span, int Depth);
