using System.Text;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>
/// Latin-1, for the Connection header: blanks out <c>keep-alive</c> where other options stand beside it.
/// </summary>
/// <remarks>
/// Kestrel forgets the other options of a Connection header that has keep-alive among them, and they name the headers
/// that must not be forwarded. In HTTP/1.1 keep-alive says nothing that isn't so anyway.
/// <code>
/// keep-alive, X-Hop    ->              , X-Hop
/// keep-alive           ->    keep-alive
/// </code>
/// </remarks>
internal sealed class ConnectionEncoding : Encoding
{
    private const string KeepAlive = "keep-alive";

    public static ConnectionEncoding Instance { get; } = new();

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        var count = Latin1.GetChars(bytes, byteIndex, byteCount, chars, charIndex);
        var value = chars.AsSpan(charIndex, count);
        if (!value.Contains(','))
        {
            return count;
        }

        foreach (var range in ((ReadOnlySpan<char>)value).Split(','))
        {
            var option = value[range];
            if (((ReadOnlySpan<char>)option).Trim().Equals(KeepAlive, StringComparison.OrdinalIgnoreCase))
            {
                option.Fill(' ');
            }
        }

        return count;
    }
}
