using System.Buffers.Binary;
using System.IO.Hashing;

namespace ZipkinMesh.Zipkin.Storage.Disk;

/// <summary>
/// Reads and writes the frames of a segment. A frame is complete or isn't read at all:
/// <code>
/// length of the content 4, time in microseconds 8, checksum (XXH3) of all other bytes 8, content
/// </code>
/// Numbers are little-endian.
/// </summary>
internal static class Frame
{
    /// <summary>The size of the bytes in front of the content.</summary>
    public const int HeaderBytes = Checked + sizeof(ulong);

    private const int Checked = sizeof(int) + sizeof(long);

    /// <summary>Writes the header in front of the content.</summary>
    /// <param name="frame">The bytes of the frame, with the content in place.</param>
    /// <param name="time">The time of the newest span's arrival in microseconds.</param>
    public static void WriteHeader(Span<byte> frame, long time)
    {
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length - HeaderBytes);
        BinaryPrimitives.WriteInt64LittleEndian(frame[sizeof(int)..], time);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[Checked..], Checksum(frame));
    }

    /// <summary>Reads the frame at the start of the bytes.</summary>
    /// <param name="bytes">The bytes from the frame on.</param>
    /// <param name="length">The length of the content, which follows the header.</param>
    /// <param name="time">The time of the newest span's arrival in microseconds.</param>
    /// <returns>False when the frame is incomplete or damaged.</returns>
    public static bool TryReadHeader(ReadOnlySpan<byte> bytes, out int length, out long time)
    {
        (length, time) = (0, 0);
        if (bytes.Length < HeaderBytes)
        {
            return false;
        }

        length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        time = BinaryPrimitives.ReadInt64LittleEndian(bytes[sizeof(int)..]);
        return length >= 0
            && length <= bytes.Length - HeaderBytes
            && BinaryPrimitives.ReadUInt64LittleEndian(bytes[Checked..]) == Checksum(bytes[..(HeaderBytes + length)]);
    }

    private static ulong Checksum(ReadOnlySpan<byte> frame) =>
        XxHash3.HashToUInt64(frame[HeaderBytes..], (long)XxHash3.HashToUInt64(frame[..Checked]));
}
