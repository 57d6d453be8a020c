using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>Writes spans in the format of <see cref="PackedSpan"/>, and adds their searchable strings to the filter of the trace.</summary>
internal sealed class SpanPacker(StringTables tables)
{
    private byte[] _buffer = new byte[4096];
    private int _length;

    public StringTables StringTables => tables;

    /// <summary>Gets the bytes of the last span, valid until the next one is packed.</summary>
    public ReadOnlySpan<byte> Packed => _buffer.AsSpan(0, _length);

    public void Pack(Span span, ref BloomFilter filter)
    {
        _length = PackedSpan.LengthSize;
        WriteFixed64((long)span.Id);
        WriteFixed64((long)span.ParentId);
        WriteFixed64((long)span.TraceId.High);
        WriteFixed64(span.Timestamp);
        WriteFixed64(span.Duration);
        Reserve(1)[0] = (byte)((int)span.Kind
            | (span.Debug ? PackedSpan.Debug : 0)
            | (span.Shared ? PackedSpan.Shared : 0)
            | (span.Local is null ? 0 : PackedSpan.HasLocal)
            | (span.Remote is null ? 0 : PackedSpan.HasRemote));
        WriteString(span.Name, tables.SpanNames, ref filter);
        WriteEndpoint(span.Local, ref filter);
        WriteEndpoint(span.Remote, ref filter);
        WriteVarint(span.Annotations.Length);
        foreach (var (timestamp, value) in span.Annotations)
        {
            WriteFixed64(timestamp);
            WriteString(value, tables.Annotations, ref filter);
        }

        WriteVarint(span.Tags.Length);
        foreach (var (key, value) in span.Tags)
        {
            WriteTag(key, value, ref filter);
        }

        BinaryPrimitives.WriteInt32LittleEndian(_buffer, _length);
    }

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
        WriteVarint(endpoint.Port);
    }

    private void WriteTag(string key, string value, ref BloomFilter filter)
    {
        var known = tables.Tags.FindOrAdd(key);
        var number = known is null ? 0 : tables.Tags.FindOrAdd(known, value);
        if (number > 0)
        {
            WriteVarint(number << 1);
            filter.Add(known!.Hash);
            filter.Add(tables.Tags[number].Hash);
            return;
        }

        WriteVarint(known is null ? 1 : (known.Number << 1) | 1);
        if (known is null)
        {
            WriteInline(key);
        }

        WriteInline(value);
        filter.Add(known?.Hash ?? BloomFilter.Hash(key));
        filter.Add(BloomFilter.Hash(key, value));
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
            WriteVarint(number << 1);
        }
    }

    private void WriteInline(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        WriteVarint((length << 1) | 1);
        Encoding.UTF8.GetBytes(text, Reserve(length));
    }

    private void WriteVarint(int value)
    {
        for (; value > 0x7f; value >>= 7)
        {
            Reserve(1)[0] = (byte)(value | 0x80);
        }

        Reserve(1)[0] = (byte)value;
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
