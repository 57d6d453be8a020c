using System.Text;
using ZipkinMesh.Zipkin.Storage.Packing;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>Matches a string in packed spans: by its number in the table, or by its bytes when it has none.</summary>
internal readonly struct StringTerm(string text, int number)
{
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(text);
    private readonly byte[]? _uuid = Uuid.TryParse(text, out var uuid) ? uuid.ToByteArray() : null;

    /// <param name="other">The number of the other string; 0 when it is inline.</param>
    /// <param name="utf8">The bytes of an inline string.</param>
    public bool Matches(int other, ReadOnlySpan<byte> utf8) => other > 0 ? other == number : utf8.SequenceEqual(_utf8);

    /// <summary>Returns whether the value of an inline tag is the same.</summary>
    public bool MatchesValue(ReadOnlySpan<byte> value, bool isUuid) => isUuid ? value.SequenceEqual(_uuid) : value.SequenceEqual(_utf8);
}
