using System.Buffers;
using System.Globalization;
using System.Text;

namespace ZipkinMesh.Zipkin.Codecs.Json;

/// <summary>
/// Escapes raw control characters inside strings: <c>"a⏎b"</c> becomes <c>"a\u000Ab"</c>. Tracers that build JSON by hand send raw line
/// feeds and tabs, which <c>Utf8JsonReader</c> rejects.
/// </summary>
internal static class ControlCharacters
{
    private static readonly SearchValues<byte> Controls = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (byte)i)]);

    /// <summary>Returns the escaped message, or the same message when there is nothing to escape.</summary>
    public static ReadOnlySpan<byte> Escape(ReadOnlySpan<byte> json)
    {
        // Most messages contain none.
        if (!json.ContainsAny(Controls))
        {
            return json;
        }

        var result = new ArrayBufferWriter<byte>(json.Length + 64);
        var (inString, afterBackslash) = (false, false);
        foreach (var b in json)
        {
            if (inString && b < 0x20)
            {
                result.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\u{b:X4}")));
                continue;
            }

            inString ^= b == '"' && !afterBackslash;
            afterBackslash = inString && b == '\\' && !afterBackslash;
            result.Write([b]);
        }

        return result.WrittenSpan;
    }
}
