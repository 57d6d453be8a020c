using System.Buffers;

namespace ZipkinMesh.Zipkin.Storage.Disk;

/// <summary>Spans to write as one <see cref="Frame"/>.</summary>
/// <param name="Segment">The number of the segment that they belong to.</param>
/// <param name="Strings">The strings that the spans are the first to refer to.</param>
/// <param name="Spans">The spans.</param>
internal sealed record JournalBatch(int Segment, ArrayBufferWriter<byte> Strings, ArrayBufferWriter<byte> Spans);
