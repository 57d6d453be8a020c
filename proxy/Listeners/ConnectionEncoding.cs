using System.Text;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>
/// Decodes the Connection header as Latin-1, and blanks out <c>keep-alive</c> where other options are listed beside it.
/// </summary>
/// <remarks>
/// Kestrel discards the other options of a Connection header that contains keep-alive, and these name the headers that must not be
/// forwarded. In HTTP/1.1 keep-alive is the default, so nothing is lost.
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
