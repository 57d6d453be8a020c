using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>Writes spans as <see cref="PackedSpan"/> reads them, and tells the trace's signature what can be asked for.</summary>
internal sealed class SpanPacker(Vocabulary vocabulary)
{
    private byte[] _buffer = new byte[4096];
    private int _length;

    public Vocabulary Vocabulary => vocabulary;

    /// <summary>Of the last span; until the next.</summary>
    public ReadOnlySpan<byte> Packed => _buffer.AsSpan(0, _length);

    public void Pack(Span span, ref TraceSignature signature)
    {
        _length = PackedSpan.LengthSize;
        Fixed64((long)span.Id);
        Fixed64((long)span.ParentId);
        Fixed64((long)span.TraceId.High);
        Fixed64(span.Timestamp);
        Fixed64(span.Duration);
        Room(1)[0] = (byte)((int)span.Kind
            | (span.Debug ? PackedSpan.Debug : 0)
            | (span.Shared ? PackedSpan.Shared : 0)
            | (span.Local is null ? 0 : PackedSpan.HasLocal)
            | (span.Remote is null ? 0 : PackedSpan.HasRemote));
        Text(span.Name, vocabulary.SpanNames, ref signature);
        Endpoint(span.Local, ref signature);
        Endpoint(span.Remote, ref signature);
        Varint(span.Annotations.Length);
        foreach (var (timestamp, value) in span.Annotations)
        {
            Fixed64(timestamp);
            Text(value, vocabulary.Annotations, ref signature);
        }

        Varint(span.Tags.Length);
        foreach (var (key, value) in span.Tags)
        {
            Tag(key, value, ref signature);
        }

        BinaryPrimitives.WriteInt32LittleEndian(_buffer, _length);
    }

    private void Endpoint(SpanEndpoint? endpoint, ref TraceSignature signature)
    {
        if (endpoint is null)
        {
            return;
        }

        Text(endpoint.ServiceName, vocabulary.Services, ref signature);
        // Nobody searches for these.
        Text(endpoint.Ipv4, vocabulary.Addresses, out _);
        Text(endpoint.Ipv6, vocabulary.Addresses, out _);
        Varint(endpoint.Port);
    }

    private void Tag(string key, string value, ref TraceSignature signature)
    {
        var known = vocabulary.Tags.FindOrAdd(key);
        var number = known is null ? 0 : vocabulary.Tags.FindOrAdd(known, value);
        if (number > 0)
        {
            Varint(number << 1);
            signature.Add(known!.Hash);
            signature.Add(vocabulary.Tags[number].Hash);
            return;
        }

        Varint(known is null ? 1 : (known.Number << 1) | 1);
        if (known is null)
        {
            Raw(key);
        }

        Raw(value);
        signature.Add(known?.Hash ?? TraceSignature.Hash(key));
        signature.Add(TraceSignature.Hash(key, value));
    }

    private void Text(string? text, TextTable table, ref TraceSignature signature)
    {
        Text(text, table, out var number);
        if (text is not null)
        {
            signature.Add(number > 0 ? table.Hash(number) : TraceSignature.Hash(text));
        }
    }

    private void Text(string? text, TextTable table, out int number)
    {
        number = text is null ? 0 : table.FindOrAdd(text);
        if (text is not null && number == 0)
        {
            Raw(text);
        }
        else
        {
            Varint(number << 1);
        }
    }

    private void Raw(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Varint((length << 1) | 1);
        Encoding.UTF8.GetBytes(text, Room(length));
    }

    private void Varint(int value)
    {
        for (; value > 0x7f; value >>= 7)
        {
            Room(1)[0] = (byte)(value | 0x80);
        }

        Room(1)[0] = (byte)value;
    }

    private void Fixed64(long value) => MemoryMarshal.Write(Room(8), value);

    private Span<byte> Room(int length)
    {
        if (_length + length > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + length));
        }

        _length += length;
        return _buffer.AsSpan(_length - length, length);
    }
}
