using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace ZipkinMesh.Zipkin.Model;

/// <summary>
/// Decodes UTF-8 and reuses recently decoded short strings: spans repeat their keys and most of their values. A race between two threads
/// for a slot only costs an allocation, so there is no lock.
/// </summary>
internal sealed class StringPool
{
    private const int Slots = 8192;
    private const int MaxBytes = 64;

    public static readonly StringPool Shared = new();

    private readonly string?[] _slots = new string?[Slots];

    /// <summary>Returns the string; invalid UTF-8 becomes U+FFFD.</summary>
    public string GetString(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > MaxBytes)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        ref var slot = ref _slots[Hash(utf8) % Slots];
        var known = slot;
        if (known is not null && Ascii.Equals(utf8, known))
        {
            return known;
        }

        return slot = Encoding.UTF8.GetString(utf8);
    }

    /// <summary>Returns a hash of the length and of the bytes at the start, in the middle and at the end.</summary>
    public static ulong Hash(ReadOnlySpan<byte> text)
    {
        var length = text.Length;
        if (length >= 8)
        {
            var middle = BinaryPrimitives.ReadUInt64LittleEndian(text[((length - 8) / 2)..]);
            var ends = BinaryPrimitives.ReadUInt64LittleEndian(text) ^ BitOperations.RotateLeft(BinaryPrimitives.ReadUInt64LittleEndian(text[^8..]), 23);
            return Mix(Mix((ulong)length, ends), middle) >> 32;
        }

        var some = length >= 4
            ? ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(text) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(text[^4..])
            : ((ulong)text[0] << 16) | ((ulong)text[length / 2] << 8) | text[^1];
        return Mix((ulong)length, some) >> 32;
    }

    private static ulong Mix(ulong hash, ulong more) => (hash ^ more) * 0x9e37_79b9_7f4a_7c15;
}
