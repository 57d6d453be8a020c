using System.Text;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>
/// Base class for the encodings of headers that Kestrel interprets itself. They decode a value as Latin-1 and then replace what Kestrel
/// would read in another way than Envoy. This is the only step between the bytes of a request and Kestrel's interpretation of them.
/// </summary>
internal abstract class HeaderEncoding : Encoding
{
    public sealed override int GetByteCount(char[] chars, int index, int count) => count;

    public sealed override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public sealed override int GetCharCount(byte[] bytes, int index, int count) => Replace(bytes.AsSpan(index, count))?.Length ?? count;

    public sealed override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;

    public sealed override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    public sealed override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        if (Replace(bytes) is { } replaced)
        {
            replaced.CopyTo(chars);
            return replaced.Length;
        }

        return Latin1.GetChars(bytes, chars);
    }

    /// <summary>Returns the text that takes the place of a value; null to keep the value.</summary>
    protected abstract string? Replace(ReadOnlySpan<byte> value);
}
