using System.Buffers;

namespace ZipkinMesh.Zipkin.Codecs.Json;

/// <summary>
/// Escapes raw control characters inside strings: <c>"a⏎b"</c> becomes <c>"a\u000Ab"</c>. Tracers that build JSON by hand send raw line
/// feeds and tabs, which <c>Utf8JsonReader</c> rejects.
/// </summary>
internal static class ControlCharacters
{
    // A control character becomes six bytes.
    private const int MoreBytes = 5;

    private static readonly SearchValues<byte> Controls = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (byte)i)]);

    /// <summary>Returns the escaped message, or the same message when there is nothing to escape.</summary>
    /// <exception cref="Model.MessageTooLargeException">The escaped message is larger than the limit of messages.</exception>
    public static ReadOnlySpan<byte> Escape(ReadOnlySpan<byte> json)
    {
        // Most messages contain none.
        if (!json.ContainsAny(Controls) || CountInStrings(json) is var count && count == 0)
        {
            return json;
        }

        var length = json.Length + ((long)count * MoreBytes);
        Model.MessageTooLargeException.ThrowIfLarger(length);
        var result = new byte[length];
        var end = 0;
        var state = default(StringState);
        foreach (var b in json)
        {
            if (state.IsControlInString(b))
            {
                "\\u00"u8.CopyTo(result.AsSpan(end));
                result[end + 4] = (byte)('0' + (b >> 4));
                result[end + 5] = (byte)((b & 15) < 10 ? '0' + (b & 15) : 'A' + (b & 15) - 10);
                end += 1 + MoreBytes;
                continue;
            }

            result[end++] = b;
        }

        return result;
    }

    private static int CountInStrings(ReadOnlySpan<byte> json)
    {
        var count = 0;
        var state = default(StringState);
        foreach (var b in json)
        {
            count += state.IsControlInString(b) ? 1 : 0;
        }

        return count;
    }

    // Whether the next byte is inside a string.
    private struct StringState
    {
        private bool _inString;
        private bool _afterBackslash;

        public bool IsControlInString(byte b)
        {
            if (_inString && b < 0x20)
            {
                return true;
            }

            _inString ^= b == '"' && !_afterBackslash;
            _afterBackslash = _inString && b == '\\' && !_afterBackslash;
            return false;
        }
    }
}
