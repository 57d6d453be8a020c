using System.Buffers;

namespace ZipkinMesh.Zipkin.Http;

/// <summary>
/// Buffers a message while it is read, in pooled segments: allocating them for every message would be most of the garbage collector's work.
/// A segment is rented when bytes arrive, so a Content-Length alone reserves nothing. Larger arrays are not pooled, because the pool keeps
/// some of each size for each thread.
/// </summary>
internal sealed class MessageBuffer : IDisposable
{
    // Most messages fit into one.
    private const int SegmentBytes = 64 * 1024;

    private readonly List<byte[]> _segments = [];
    private int _length;

    public void Append(ReadOnlySequence<byte> more)
    {
        while (!more.IsEmpty)
        {
            var used = _length % SegmentBytes;
            if (used == 0)
            {
                _segments.Add(ArrayPool<byte>.Shared.Rent(SegmentBytes));
            }

            var part = more.Slice(0, Math.Min(more.Length, SegmentBytes - used));
            part.CopyTo(_segments[^1].AsSpan(used));
            _length += (int)part.Length;
            more = more.Slice(part.Length);
        }
    }

    /// <summary>Returns the bytes read so far, valid until the buffer is disposed.</summary>
    public ReadOnlyMemory<byte> ToMemory()
    {
        if (_segments.Count <= 1)
        {
            return _segments.Count == 0 ? default : _segments[0].AsMemory(0, _length);
        }

        var bytes = GC.AllocateUninitializedArray<byte>(_length);
        for (var i = 0; i < _segments.Count; i++)
        {
            var start = i * SegmentBytes;
            _segments[i].AsSpan(0, Math.Min(SegmentBytes, _length - start)).CopyTo(bytes.AsSpan(start));
        }

        ReturnSegments();
        return bytes;
    }

    public void Dispose() => ReturnSegments();

    private void ReturnSegments()
    {
        _segments.ForEach(segment => ArrayPool<byte>.Shared.Return(segment));
        _segments.Clear();
    }
}
