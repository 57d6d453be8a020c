using System.Runtime.InteropServices;
using System.Text;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage.Packing;

/// <summary>Writes the parts of a span in the format of <see cref="PackedSpan"/>.</summary>
internal sealed class PackedSpanWriter
{
    // The length is written in front of the span when the rest is complete.
    private const int Start = Varint.MaxBytes;

    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _length;

    /// <summary>Gets the bytes of the last span, valid until the next one is begun.</summary>
    public ReadOnlySpan<byte> Packed => _buffer.AsSpan(_start, _length - _start);

    /// <summary>Begins a span.</summary>
    public void Begin() => _length = Start;

    /// <summary>Writes the length in front of the span.</summary>
    public void End()
    {
        var length = (ulong)(_length - Start);
        _start = Start - Varint.Length(length);
        Varint.Write(_buffer.AsSpan(_start), length);
    }

    public void WriteFlags(ushort flags) => MemoryMarshal.Write(Reserve(sizeof(ushort)), flags);

    public void WriteFixed64(long value) => MemoryMarshal.Write(Reserve(sizeof(long)), value);

    public void WriteVarint(ulong value)
    {
        if (value < 0x80)
        {
            Reserve(1)[0] = (byte)value;
            return;
        }

        Varint.Write(Reserve(Varint.Length(value)), value);
    }

    /// <summary>Writes the number of a string or a tag in its table; 0 means no string.</summary>
    public void WriteTableNumber(int number) => WriteVarint((ulong)number << 1);

    /// <summary>Writes a string that has no number.</summary>
    public void WriteInline(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        WriteVarint(((ulong)length << 1) | 1);
        Encoding.UTF8.GetBytes(text, Reserve(length));
    }

    /// <summary>Writes the key of a tag that has no number; its value follows.</summary>
    public void WriteTagKey(TagKey? known, string key)
    {
        WriteVarint(known is null ? 1 : ((ulong)known.Number << 1) | 1);
        if (known is null)
        {
            WriteInline(key);
        }
    }

    /// <summary>Writes the value of a tag that has no number.</summary>
    public void WriteValue(ReadOnlySpan<char> value)
    {
        if (Uuid.TryParse(value, out var uuid))
        {
            WriteUuid(uuid);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        WriteVarint((ulong)length << 1);
        Encoding.UTF8.GetBytes(value, Reserve(length));
    }

    /// <summary>Writes the value of a tag that has no number and is a UUID.</summary>
    public void WriteUuid(Guid uuid)
    {
        WriteVarint(PackedSpan.UuidToken);
        uuid.TryWriteBytes(Reserve(PackedSpan.UuidBytes));
    }

    /// <summary>Writes a part of another span as it is.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

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
