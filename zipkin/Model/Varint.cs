using System.Numerics;

namespace ZipkinMesh.Zipkin.Model;

/// <summary>Reads and writes numbers in 7 bits per byte, low bits first; the high bit is set in all bytes but the last.</summary>
internal static class Varint
{
    /// <summary>The maximum length of a number in bytes.</summary>
    public const int MaxBytes = 10;

    /// <summary>Reads the number at the position, and advances the position behind it.</summary>
    public static ulong Read(ReadOnlySpan<byte> bytes, ref int position)
    {
        ulong value = bytes[position++];
        if (value < 0x80)
        {
            return value;
        }

        value &= 0x7f;
        for (var shift = 7; ; shift += 7)
        {
            var next = bytes[position++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    /// <summary>Writes a number and returns its length.</summary>
    public static int Write(Span<byte> bytes, ulong value)
    {
        var length = 0;
        for (; value > 0x7f; value >>= 7)
        {
            bytes[length++] = (byte)(value | 0x80);
        }

        bytes[length++] = (byte)value;
        return length;
    }

    /// <summary>Returns the length of a number in bytes.</summary>
    public static int Length(ulong value) => (BitOperations.Log2(value | 1) / 7) + 1;

    /// <summary>Maps numbers near zero, negative ones too, to small positive ones: 0, -1, 1, -2 become 0, 1, 2, 3.</summary>
    public static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    /// <summary>Reverses <see cref="ZigZag"/>.</summary>
    public static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
