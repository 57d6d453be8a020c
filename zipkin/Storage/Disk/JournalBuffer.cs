using System.Buffers.Binary;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage.Disk;

/// <summary>A growing buffer of bytes.</summary>
internal sealed class JournalBuffer
{
    // What is written five times a second fits in easily; a disk that is slower for seconds loses nothing.
    private const int MaxBytes = 64 * 1024 * 1024;

    // A buffer that once was large would stay so.
    private const int MaxIdleBytes = 4 * 1024 * 1024;

    private byte[] _bytes = new byte[4096];

    /// <summary>Gets the number of bytes.</summary>
    public int Length { get; private set; }

    /// <summary>Gets or sets the number of spans.</summary>
    public int Spans { get; set; }

    /// <summary>Gets the bytes, valid until more are written.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Makes room for bytes to write; returns false when the buffer would become too large.</summary>
    public bool TryReserve(int count)
    {
        if (Length > MaxBytes - count)
        {
            return false;
        }

        Reserve(count);
        return true;
    }

    public void Write(byte value)
    {
        Reserve(1);
        _bytes[Length++] = value;
    }

    public void Write(ulong value)
    {
        Reserve(sizeof(ulong));
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(Length), value);
        Length += sizeof(ulong);
    }

    public void WriteVarint(ulong value)
    {
        Reserve(Varint.MaxBytes);
        Length += Varint.Write(_bytes.AsSpan(Length), value);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Removes all bytes.</summary>
    public void Clear()
    {
        (Length, Spans) = (0, 0);
        if (_bytes.Length > MaxIdleBytes)
        {
            _bytes = new byte[4096];
        }
    }

    private void Reserve(int count)
    {
        if (Length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }
    }
}
