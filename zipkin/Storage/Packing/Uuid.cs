using System.Buffers;
using System.Runtime.CompilerServices;

namespace ZipkinMesh.Zipkin.Storage.Packing;

/// <summary>Recognizes UUIDs in their usual form, such as request ids, which take 16 bytes instead of 36.</summary>
internal static class Uuid
{
    private const int Length = 36;

    private static readonly SearchValues<char> Characters = SearchValues.Create("0123456789abcdef-");

    /// <summary>Parses a UUID that is formatted as the same text again: lower case, with hyphens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParse(ReadOnlySpan<char> text, out Guid uuid)
    {
        uuid = default;
        return text.Length == Length && TryParseExact(text, out uuid);
    }

    private static bool TryParseExact(ReadOnlySpan<char> text, out Guid uuid) =>
        Guid.TryParseExact(text, "D", out uuid) && !text.ContainsAnyExcept(Characters);
}
