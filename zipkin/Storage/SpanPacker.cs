using System.Runtime.InteropServices;
using System.Text;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>Writes spans in the format of <see cref="PackedSpan"/>, and adds their searchable strings to the filter of the trace.</summary>
internal sealed class SpanPacker(StringTables tables)
{
    // The length is written in front of the span when the rest is complete.
    private const int Start = Varint.MaxBytes;

    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _length;

    public StringTables StringTables => tables;

    /// <summary>Gets the bytes of the last span, valid until the next one is packed.</summary>
    public ReadOnlySpan<byte> Packed => _buffer.AsSpan(_start, _length - _start);

    public void Pack(Span span, ref BloomFilter filter)
    {
        _length = Start;
        MemoryMarshal.Write(Reserve(sizeof(ushort)), Flags(span));
        WriteOptional(span.Id == span.TraceId.Low ? 0 : (long)span.Id);
        WriteOptional(span.ParentId == span.TraceId.Low ? 0 : (long)span.ParentId);
        WriteOptional((long)span.TraceId.High);
        WriteOptional(span.Timestamp);
        WriteVarint((ulong)span.Duration);
        WriteString(span.Name, tables.SpanNames, ref filter);
        WriteEndpoint(span.Local, ref filter);
        WriteEndpoint(span.Remote, ref filter);
        if (span.Annotations.Length > 0)
        {
            WriteVarint((ulong)span.Annotations.Length);
        }

        foreach (var (timestamp, value) in span.Annotations)
        {
            WriteFixed64(timestamp);
            WriteString(value, tables.Annotations, ref filter);
        }

        WriteVarint((ulong)span.Tags.Length);
        foreach (var (key, value) in span.Tags)
        {
            WriteTag(key, value, ref filter);
        }

        var length = (ulong)(_length - Start);
        _start = Start - Varint.Length(length);
        Varint.Write(_buffer.AsSpan(_start), length);
    }

    private static ushort Flags(Span span) => (ushort)((int)span.Kind
        | (span.Debug ? PackedSpan.Debug : 0)
        | (span.Shared ? PackedSpan.Shared : 0)
        | (span.Local is null ? 0 : PackedSpan.HasLocal)
        | (span.Remote is null ? 0 : PackedSpan.HasRemote)
        | (span.Id == span.TraceId.Low ? PackedSpan.IdIsTraceId : 0)
        | (span.ParentId == 0 ? 0 : PackedSpan.HasParent)
        | (span.ParentId == span.TraceId.Low ? PackedSpan.ParentIsTraceId : 0)
        | (span.TraceId.High == 0 ? 0 : PackedSpan.HasHigh)
        | (span.Timestamp == 0 ? 0 : PackedSpan.HasTimestamp)
        | (span.Annotations.Length == 0 ? 0 : PackedSpan.HasAnnotations));

    private void WriteEndpoint(SpanEndpoint? endpoint, ref BloomFilter filter)
    {
        if (endpoint is null)
        {
            return;
        }

        WriteString(endpoint.ServiceName, tables.Services, ref filter);
        // Addresses are not searchable.
        WriteString(endpoint.Ipv4, tables.Addresses, out _);
        WriteString(endpoint.Ipv6, tables.Addresses, out _);
        WriteVarint((ulong)endpoint.Port);
    }

    private void WriteTag(string key, string value, ref BloomFilter filter)
    {
        var number = tables.Tags.FindOrAdd(key, value, out var known);
        if (number > 0)
        {
            WriteVarint((ulong)number << 1);
            filter.Add(known!.Hash);
            filter.Add(tables.Tags[number].Hash);
            return;
        }

        WriteVarint(known is null ? 1 : ((ulong)known.Number << 1) | 1);
        if (known is null)
        {
            WriteInline(key);
        }

        WriteValue(value);
        filter.Add(known?.Hash ?? BloomFilter.Hash(key));
        filter.Add(BloomFilter.Hash(key, value));
    }

    private void WriteValue(string value)
    {
        if (Uuid.TryParse(value, out var uuid))
        {
            WriteVarint(PackedSpan.UuidToken);
            uuid.TryWriteBytes(Reserve(PackedSpan.UuidBytes));
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        WriteVarint((ulong)length << 1);
        Encoding.UTF8.GetBytes(value, Reserve(length));
    }

    private void WriteString(string? text, StringTable table, ref BloomFilter filter)
    {
        WriteString(text, table, out var number);
        if (text is not null)
        {
            filter.Add(number > 0 ? table.Hash(number) : BloomFilter.Hash(text));
        }
    }

    private void WriteString(string? text, StringTable table, out int number)
    {
        number = text is null ? 0 : table.FindOrAdd(text);
        if (text is not null && number == 0)
        {
            WriteInline(text);
        }
        else
        {
            WriteVarint((ulong)number << 1);
        }
    }

    private void WriteInline(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        WriteVarint(((ulong)length << 1) | 1);
        Encoding.UTF8.GetBytes(text, Reserve(length));
    }

    private void WriteVarint(ulong value)
    {
        if (value < 0x80)
        {
            Reserve(1)[0] = (byte)value;
            return;
        }

        Varint.Write(Reserve(Varint.Length(value)), value);
    }

    private void WriteOptional(long value)
    {
        if (value != 0)
        {
            WriteFixed64(value);
        }
    }

    private void WriteFixed64(long value) => MemoryMarshal.Write(Reserve(8), value);

    private Span<byte> Reserve(int length)
    {
        if (_length + length > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + length));
        }

        _length += length;
        return _buffer.AsSpan(_length - length, length);
    }
}
