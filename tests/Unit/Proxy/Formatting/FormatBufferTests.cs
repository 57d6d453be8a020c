using System.Text;
using System.Text.Json;
using ZipkinMesh.Proxy.Formatting.Output;

namespace ZipkinMesh.Tests.Proxy.Formatting;

/// <summary>Tests the escaping of values, which are bytes in the form of characters up to U+00FF, or text.</summary>
public sealed class FormatBufferTests
{
    [Theory]
    [InlineData("plain / text~", "plain / text~")]
    [InlineData("a\"b\\c\td", "a\\x22b\\x5cc\\x09d")]
    [InlineData("\r\nGET / 200", "\\x0d\\x0aGET / 200")]
    [InlineData("\0\u007f\u009b\u00ff", "\\x00\\x7f\\x9b\\xff")]
    [InlineData("\u00c3\u00a9", "\\xc3\\xa9")]
    [InlineData("\u4e16\ud83d\ude00", "\\xe4\\xb8\\x96\\xf0\\x9f\\x98\\x80")]
    public void Append_Text_EscapesAllButPrintableAscii(string value, string expected) => Assert.Equal(expected, Format(value, ValueEscaping.Text));

    [Theory]
    [InlineData("plain / text~", "plain / text~")]
    [InlineData("a\"b\\c\td", "a\\\"b\\\\c\\u0009d")]
    [InlineData("\r\n\0\u007f", "\\u000d\\u000a\\u0000\\u007f")]
    [InlineData("\u00c3\u00a9", "\u00e9")]
    [InlineData("\u00c3\u00a9\u00ff", "\u00c3\u00a9\u00ff")]
    [InlineData("\u009b\u00e2\u0080\u00a8", "\\u009b\u00e2\\u0080\u00a8")]
    [InlineData("\u00e2\u0080\u00ae", "\\u202e")]
    [InlineData("\u4e16\ud83d\ude00", "\u4e16\ud83d\ude00")]
    public void Append_Json_EscapesControlCharacters(string value, string expected) => Assert.Equal(expected, Format(value, ValueEscaping.Json));

    [Fact]
    public void Append_AnyByte_IsValidJson()
    {
        for (var first = 0; first <= 0xff; first++)
        {
            for (var second = 0; second <= 0xff; second++)
            {
                var value = $"{(char)first}{(char)second}";
                using var parsed = JsonDocument.Parse($"\"{Format(value, ValueEscaping.Json)}\"");
                Assert.Equal(value, RoundTrip(parsed.RootElement.GetString()!, value));
            }
        }
    }

    [Fact]
    public void Append_LongValues_GrowTheBuffer()
    {
        var buffer = new FormatBuffer(ValueEscaping.Text);
        for (var number = 0; number < 100; number++)
        {
            buffer.Append(new string('x', 50));
            buffer.Append(-1234567890123456789);
            buffer.AppendPadded(7, 3);
        }

        Assert.Equal(string.Concat(Enumerable.Repeat(new string('x', 50) + "-1234567890123456789007", 100)), Encoding.UTF8.GetString(buffer.Written));
        buffer.Clear();
        Assert.Equal(0, buffer.Length);
    }

    // Bytes that are valid UTF-8 were decoded.
    private static string RoundTrip(string text, string value) => text == value ? text : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private static string Format(string value, ValueEscaping escaping)
    {
        var buffer = new FormatBuffer(escaping);
        buffer.Append(value);
        return Encoding.UTF8.GetString(buffer.Written);
    }
}
