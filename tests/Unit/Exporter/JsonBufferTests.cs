using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using ZipkinMesh.Exporter.Spans;
using ZipkinMesh.Tests.Proxy;

namespace ZipkinMesh.Tests.Exporter;

public sealed class JsonBufferTests
{
    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("check_server1", "\"check_server1\"")]
    [InlineData("\"a\\b\"", "\"\\\"a\\\\b\\\"\"")]
    [InlineData("a\tb\r\n\0\u001f", "\"a\\u0009b\\u000d\\u000a\\u0000\\u001f\"")]
    [InlineData("<\u007f\u00e9\u2028\u4e16\ud83d\ude00>", "\"<\u007f\u00e9\u2028\u4e16\ud83d\ude00>\"")]
    public void AddText_Text_IsQuotedAndEscaped(string text, string json) => Assert.Equal(json, Written(buffer => buffer.AddText(text)));

    // Not a case of the theory above: an attribute can't hold half a surrogate pair.
    [Fact]
    public void AddText_LoneSurrogate_IsReplaced() =>
        Assert.Equal("\"half \ufffd of a pair\"", Written(buffer => buffer.AddText("half \ud83d of a pair")));

    [Fact]
    public void AddText_AnyTexts_RoundTrip() =>
        Prop.ForAll(Texts.Of("az \"\\\n\u0000\u001f\u00e9\u4e16"), Texts.Of("b\t\\\""), (one, other) =>
        {
            var json = Written(buffer =>
            {
                buffer.Add("["u8);
                buffer.AddText(one);
                buffer.Add(","u8);
                buffer.AddText(other);
                buffer.Add("]"u8);
            });
            return JsonSerializer.Deserialize<string[]>(json)!.SequenceEqual([one, other]);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0)]
    [InlineData(1663665873000000)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Add_Number_IsWritten(long number) => Assert.Equal($"{number}", Written(buffer => buffer.Add(number)));

    [Fact]
    public void Clear_AfterLongText_BufferIsReusable()
    {
        var buffer = new JsonBuffer();
        buffer.AddText(new string('\u0001', 10_000));
        Assert.Equal(60_002, buffer.Written.Length);

        buffer.Clear();
        buffer.Add(1);

        Assert.Equal("1", Encoding.UTF8.GetString(buffer.Written));
    }

    private static string Written(Action<JsonBuffer> write)
    {
        var buffer = new JsonBuffer();
        write(buffer);
        return Encoding.UTF8.GetString(buffer.Written);
    }
}
