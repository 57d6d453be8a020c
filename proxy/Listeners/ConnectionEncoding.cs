using System.Text;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>Decodes the Connection header so that Kestrel keeps all of its options.</summary>
/// <remarks>
/// Kestrel replaces the whole header, all of its lines, when it recognizes exactly one of the options keep-alive, close and upgrade in
/// it. The other options name headers that must not be forwarded. So the decoded text has none of the three, or two of them: keep-alive
/// is blanked out, because it is the default of HTTP/1.1, and is added at the end where there is another one. Kestrel obeys close and
/// upgrade nevertheless.
/// <code>
/// X-Hop                ->    X-Hop
/// keep-alive, X-Hop    ->              , X-Hop
/// X-Hop, close         ->    X-Hop, close,keep-alive
/// </code>
/// </remarks>
internal sealed class ConnectionEncoding : HeaderEncoding
{
    private const string KeepAlive = "keep-alive";
    private const string Added = "," + KeepAlive;

    public static ConnectionEncoding Instance { get; } = new();

    public override int GetMaxCharCount(int byteCount) => byteCount + Added.Length;

    protected override string? Replace(ReadOnlySpan<byte> value)
    {
        bool hasKeepAlive = false, hasOther = false;
        foreach (var range in value.Split((byte)','))
        {
            var option = value[range].Trim(" \t"u8);
            hasKeepAlive |= Ascii.EqualsIgnoreCase(option, KeepAlive);
            hasOther |= Ascii.EqualsIgnoreCase(option, "close") || Ascii.EqualsIgnoreCase(option, "upgrade");
        }

        if (!hasKeepAlive && !hasOther)
        {
            return null;
        }

        var text = Latin1.GetString(value);
        return (hasKeepAlive ? Blank(text) : text) + (hasOther ? Added : "");
    }

    private static string Blank(string text) => string.Create(text.Length, text, static (chars, text) =>
    {
        text.CopyTo(chars);
        foreach (var range in text.AsSpan().Split(','))
        {
            if (text.AsSpan(range).Trim(" \t").Equals(KeepAlive, StringComparison.OrdinalIgnoreCase))
            {
                chars[range].Fill(' ');
            }
        }
    });
}
