using System.Text;
using System.Text.Json;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.AccessLog;
using ZipkinMesh.Proxy.Formatting.Output;
using ZipkinMesh.Tests.Proxy.Formatting;

namespace ZipkinMesh.Tests.Proxy.AccessLog;

public sealed class LineFormatTests
{
    [Fact]
    public void Append_Text_IsEnvoysDefault()
    {
        using var request = new FormattedStream(headers: [("user-agent", "a\"b"), ("x-forwarded-for", "1.2.3.4")]);

        Assert.Matches(
            """^\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\] "GET /ok\?a=1&b=%41 HTTP/1\.1" 200 - 7 90 \d+ - "1\.2\.3\.4" "a\\x22b" "-" "mesh\.test:80" "172\.31\.81\.3:8000"\n$""",
            Format("Text", request));
    }

    [Theory]
    [InlineData("%PROTOCOL%")]
    [InlineData("%PROTOCOL%\n")]
    public void Append_FormatString_EndsTheLineOnce(string format)
    {
        using var request = new FormattedStream();

        Assert.Equal("HTTP/1.1\n", Format(format, request));
    }

    [Fact]
    public void Append_Json_HasTypesAndNulls()
    {
        using var request = new FormattedStream(headers: [("user-agent", "a\"b\n")]);

        var line = Format("JSON", request);
        using var parsed = JsonDocument.Parse(line);
        var fields = parsed.RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value);

        Assert.EndsWith("}\n", line);
        Assert.Equal(26, fields.Count);
        Assert.Equal(JsonValueKind.Number, fields["response_code"].ValueKind);
        Assert.Equal(JsonValueKind.Number, fields["duration"].ValueKind);
        Assert.Equal((7, 90), (fields["bytes_received"].GetInt32(), fields["bytes_sent"].GetInt32()));
        Assert.Equal(("GET", "/ok?a=1&b=%41", "HTTP/1.1"), (Text("method"), Text("x-envoy-origin-path"), Text("protocol")));
        Assert.Equal(("-", "via_upstream"), (Text("response_flags"), Text("response_code_details")));
        Assert.Equal(("service1", "172.31.81.3:8000", "route1"), (Text("upstream_cluster"), Text("upstream_host"), Text("route_name")));
        Assert.Equal(("463ac35c9f6413ad", "a2fb4a1d1a96d312"), (Text("trace_id"), Text("span_id")));
        Assert.Equal(JsonValueKind.Null, fields["upstream_transport_failure_reason"].ValueKind);
        Assert.Equal(JsonValueKind.Null, fields["x-forwarded-for"].ValueKind);

        string? Text(string key) => fields[key].GetString();
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    public void Parse_SeveralLines_IsRejected(string format) =>
        Assert.EndsWith("' is not allowed; allowed: text, json, or a format string of one line", Assert.Throws<SettingException>(() => LineFormat.Parse("AccessLog:Format", format)).Message);

    private static string Format(string setting, FormattedStream request)
    {
        var format = LineFormat.Parse("AccessLog:Format", setting);
        var buffer = new FormatBuffer(format.Escaping);
        format.Append(request.Stream, buffer);
        return Encoding.UTF8.GetString(buffer.Written);
    }
}
