using System.Buffers.Binary;
using System.Text;
using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Storage.Packing;

namespace ZipkinMesh.Zipkin.Storage.Disk;

/// <summary>Reads the spans of a segment, one by one, in the order in which they were written.</summary>
/// <param name="bytes">The content of the segment.</param>
/// <param name="repacker">The repacker that gets the strings of the segment; it has none of another one.</param>
internal ref struct SegmentReader(ReadOnlySpan<byte> bytes, SpanRepacker repacker)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _next;
    private ulong _low;

    /// <summary>Gets the time of the current frame in microseconds.</summary>
    public long Time { get; private set; }

    /// <summary>Gets the position behind the current frame.</summary>
    public int End { get; private set; } = SegmentFile.HeaderLength(bytes);

    /// <summary>Goes to the next frame; returns false at the end, or where the segment is damaged.</summary>
    public bool TryReadFrame()
    {
        if (!Frame.TryReadHeader(_bytes[End..], out var length, out var time))
        {
            return false;
        }

        Time = time;
        _next = End + Frame.HeaderBytes;
        End = _next + length;
        ReadStrings();
        return true;
    }

    /// <summary>Reads the next span of the frame.</summary>
    public bool TryReadSpan(out ulong low, out bool isFirst, out PackedSpan span)
    {
        if (_next == End)
        {
            (low, isFirst) = (0, false);
            span = default;
            return false;
        }

        var start = _bytes[_next++];
        if (start != SpanJournal.SameTrace)
        {
            _low = BinaryPrimitives.ReadUInt64LittleEndian(_bytes[_next..]);
            _next += sizeof(ulong);
        }

        (low, isFirst) = (_low, start == SpanJournal.FirstSpan);
        span = new PackedSpan(_bytes[_next..]);
        _next += span.Length;
        return true;
    }

    private void ReadStrings()
    {
        foreach (var field in StringTables.Fields)
        {
            for (var count = ReadNumber(); count > 0; count--)
            {
                var key = field == StringField.Tag ? ReadNumber() : 0;
                var length = ReadNumber();
                repacker.Define(field, key, Encoding.UTF8.GetString(_bytes.Slice(_next, length)));
                _next += length;
            }
        }
    }

    private int ReadNumber() => (int)Varint.Read(_bytes, ref _next);
}
