using System.Buffers;
using System.Globalization;
using System.Text;

namespace ZipkinMesh.Zipkin.Json;

/// <summary>
/// Tracers that paste text into JSON send line feeds and tabs raw inside strings, which the platform's reader refuses:
/// they are escaped first, <c>"a⏎b"</c> to <c>"a\u000Ab"</c>.
/// </summary>
internal static class RawControls
{
    private static readonly SearchValues<byte> Controls = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (byte)i)]);

    public static ReadOnlySpan<byte> Escape(ReadOnlySpan<byte> json)
    {
        // Most messages have none at all.
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
