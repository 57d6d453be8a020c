using System.Text;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>A text to look for, by its number in a table or as it is written where it has none.</summary>
internal readonly struct TextTerm(string text, int number)
{
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(text);

    /// <param name="other">A number; 0: the bytes count.</param>
    /// <param name="utf8">The bytes of a text without a number.</param>
    public bool Is(int other, ReadOnlySpan<byte> utf8) => other > 0 ? other == number : utf8.SequenceEqual(_utf8);
}
