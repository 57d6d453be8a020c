using ZipkinMesh.Zipkin.Client;
using ZipkinMesh.Zipkin.Codecs.Json;

namespace ZipkinMesh.Tests.Zipkin;

public sealed class WaterfallTests
{
    private const string Trace =
        """
        [{"traceId":"a1","id":"2","parentId":"1","kind":"CLIENT","name":"select","timestamp":3000,"duration":500,"localEndpoint":{"serviceName":"web"},"tags":{"error":""}},
        {"traceId":"a1","id":"1","kind":"SERVER","shared":true,"name":"get","timestamp":2000,"duration":8000,"localEndpoint":{"serviceName":"web"}},
        {"traceId":"a1","id":"1","kind":"CLIENT","name":"get","timestamp":1000,"duration":10000,"localEndpoint":{"serviceName":"front"}},
        {"traceId":"a1","id":"3","parentId":"1","name":"late","timestamp":10999}]
        """;

    [Fact]
    public void Write_TraceWithSharedSpan_DrawsItsTree() => Assert.Equal(
        [
            "10.0 ms  4 spans",
            "front get            10.0 ms  █████████████████████████████",
            "  web get             8.0 ms    ████████████████████████",
            "    web select   !    500 µs       ██",
            "    unknown late                                          █",
        ],
        Draw(Trace, width: 60));

    [Fact]
    public void Write_Narrow_CutsNamesOff() => Assert.Equal("    web s… !    500 µs    █", Draw(Trace, width: 20)[3]);

    [Fact]
    public void Write_Colors_DifferByServiceAndErrorsAreRed()
    {
        var lines = Draw(Trace, width: 60, hasColors: true);

        Assert.StartsWith("\e[32mfront get", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("\e[33m  web get", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("\e[33m    web select  \e[0m", lines[3], StringComparison.Ordinal);
        Assert.Contains("\e[31m!    500 µs\e[0m", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NamesWithControlCharacters_EscapesThem() => Assert.StartsWith(
        "unknown \\x1b[2j", Draw("""[{"traceId":"a1","id":"1","name":"\u001b[2J"}]""", width: 60)[1], StringComparison.Ordinal);

    [Theory]
    [InlineData("""[{"traceId":"a1","id":"1","parentId":"2"},{"traceId":"a1","id":"2","parentId":"1"}]""", "1 2")]
    [InlineData("""[{"traceId":"a1","id":"1","parentId":"7"},{"traceId":"a1","id":"1","parentId":"7"}]""", "1 1")]
    [InlineData("""[{"traceId":"a1","id":"1","kind":"SERVER"},{"traceId":"a1","id":"2","parentId":"1"}]""", "1 2")]
    [InlineData("""[{"traceId":"a1","id":"1","timestamp":9223372036854775807,"duration":9223372036854775807}]""", "1")]
    public void Write_UnusualTrace_ShowsEverySpanOnce(string json, string ids)
    {
        var spans = V2SpanReader.Read(System.Text.Encoding.UTF8.GetBytes(json));

        Assert.Equal(ids, string.Join(' ', TraceRows.Of(spans).Select(row => row.Span.Id)));
        Assert.Equal(1 + spans.Count, Draw(json, width: 60).Length);
    }

    [Fact]
    public void Write_DeepTrace_EndsInTime()
    {
        var spans = Enumerable.Range(1, 20_000).Select(id => $$"""{"traceId":"a1","id":"{{id:x}}","parentId":"{{id - 1:x}}"}""");

        Assert.Equal(20_001, Draw($"[{string.Join(',', spans)}]", width: 60).Length);
    }

    // The head without the id and the local time.
    private static string[] Draw(string json, int width, bool hasColors = false)
    {
        var output = new StringWriter { NewLine = "\n" };
        new Waterfall(width, hasColors).Write(output, V2SpanReader.Read(System.Text.Encoding.UTF8.GetBytes(json)));
        var lines = output.ToString().TrimEnd('\n').Split('\n');
        Assert.Contains("00000000000000a1", lines[0], StringComparison.Ordinal);
        var parts = lines[0].Split("  ");
        return [string.Join("  ", parts.TakeLast(2)), .. lines[1..]];
    }
}
