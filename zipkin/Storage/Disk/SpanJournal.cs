using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Storage.Packing;

namespace ZipkinMesh.Zipkin.Storage.Disk;

/// <summary>
/// Collects the spans that aren't on disk yet. Guarded by the lock of the store. A batch of spans is the content of a <see cref="Frame"/>:
/// <code>
/// services, span names, addresses, annotations, tag keys       the strings that got numbers since the batch before: count, (length, UTF-8) ...
/// tags                                                         count, (number of the key, length, UTF-8) ...
/// span ...                                                     until the end: 0, 1 or 2, the low half of the trace id 8 unless 0, PackedSpan
/// </code>
/// 0 is a span of the same trace as the span before, 1 one of another trace, and 2 the first span of a trace. A segment begins with all
/// strings that have numbers, so that it can be read without the segments before.
/// </summary>
/// <param name="tables">The strings that spans refer to by number.</param>
/// <param name="segment">The number of the first segment.</param>
/// <param name="segmentBytes">The size above which a segment is followed by the next one.</param>
internal sealed class SpanJournal(StringTables tables, int segment, long segmentBytes)
{
    /// <summary>The start of a span: of the same trace as the one before, of another trace, and the first one of a trace.</summary>
    public const byte SameTrace = 0;
    public const byte OtherTrace = 1;
    public const byte FirstSpan = 2;

    // What is written five times a second fits in easily; a disk that is slower for seconds loses nothing.
    private const int MaxPendingBytes = 64 * 1024 * 1024;

    // A buffer that once was large would stay so.
    private const int MaxSpareBytes = 4 * 1024 * 1024;

    private readonly int[] _written = new int[StringTables.Fields.Length];
    private ArrayBufferWriter<byte> _pending = new();
    private ArrayBufferWriter<byte>? _spare;
    private ulong _low;
    private long _bytes;

    /// <summary>Gets the number of the segment that the next span belongs to.</summary>
    public int Segment { get; private set; } = segment;

    /// <summary>Gets the number of spans that were left out because too many were waiting to be written.</summary>
    public long LostSpans { get; private set; }

    /// <summary>Adds a span that was stored.</summary>
    /// <param name="low">The low half of the trace id.</param>
    /// <param name="isFirst">True when the trace had no span.</param>
    /// <param name="packed">The span.</param>
    public void Append(ulong low, bool isFirst, ReadOnlySpan<byte> packed)
    {
        if (_pending.WrittenCount > MaxPendingBytes - packed.Length)
        {
            LostSpans++;
            return;
        }

        var isSame = !isFirst && low == _low && _pending.WrittenCount > 0;
        var start = _pending.GetSpan(1 + sizeof(ulong));
        start[0] = isFirst ? FirstSpan : isSame ? SameTrace : OtherTrace;
        BinaryPrimitives.WriteUInt64LittleEndian(start[1..], low);
        _pending.Advance(isSame ? 1 : 1 + sizeof(ulong));
        _pending.Write(packed);
        _low = low;
    }

    /// <summary>Returns the spans that wait to be written, or null when there are none.</summary>
    /// <param name="rotate">True when the next spans belong to a new segment, even if this one is small.</param>
    public JournalBatch? Take(bool rotate)
    {
        var batch = _pending.WrittenCount == 0 ? null : Take();
        if (rotate || _bytes > segmentBytes)
        {
            Segment++;
            _bytes = 0;
            Array.Clear(_written);
        }

        return batch;
    }

    /// <summary>Returns the buffer of a batch that was written, for reuse.</summary>
    public void Release(JournalBatch batch)
    {
        batch.Spans.ResetWrittenCount();
        _spare = batch.Spans.Capacity <= MaxSpareBytes ? batch.Spans : null;
    }

    private JournalBatch Take()
    {
        var strings = new ArrayBufferWriter<byte>();
        WriteStrings(strings);
        var batch = new JournalBatch(Segment, strings, _pending);
        _bytes += _pending.WrittenCount;
        (_pending, _spare) = (_spare ?? new(), null);
        return batch;
    }

    private void WriteStrings(ArrayBufferWriter<byte> buffer)
    {
        foreach (var field in StringTables.Fields)
        {
            ref var written = ref _written[(int)field];
            var count = tables.Count(field);
            WriteNumber(buffer, count - written);
            for (var number = written + 1; number <= count; number++)
            {
                if (field == StringField.Tag)
                {
                    WriteNumber(buffer, tables.Tags[number].Key.Number);
                }

                var text = tables.Text(field, number);
                WriteNumber(buffer, Encoding.UTF8.GetByteCount(text));
                Encoding.UTF8.GetBytes(text, buffer);
            }

            written = count;
        }
    }

    private static void WriteNumber(ArrayBufferWriter<byte> buffer, int number) =>
        buffer.Advance(Varint.Write(buffer.GetSpan(Varint.MaxBytes), (ulong)number));
}
