namespace ZipkinMesh.Tests.Zipkin;

/// <summary>Tests which Zipkin spans OTLP spans become, as OpenTelemetry specifies it. Recorded cases of a real server are in tests/conformance.</summary>
public sealed class OtlpMappingTests : IAsyncLifetime
{
    private const string Span = "\"traceId\":\"5b8efff798038103d269b633813fc60c\",\"id\":\"eee19b7ec3c1b174\"";
    private const string Times = "\"timestamp\":1544712660000000,\"duration\":1000000";

    private RunningZipkin _zipkin = null!;

    public async ValueTask InitializeAsync() => _zipkin = await RunningZipkin.StartAsync();

    public ValueTask DisposeAsync() => _zipkin.DisposeAsync();

    // The example of opentelemetry-proto, examples/trace.json.
    [Fact]
    public async Task Post_ExampleOfTheSpecification_IsStored() => Assert.Equal(
        """
        [{"traceId":"5b8efff798038103d269b633813fc60c","parentId":"eee19b7ec3c1b173","id":"eee19b7ec3c1b174","kind":"SERVER","name":"i'm a server span",
        "timestamp":1544712660000000,"duration":1000000,"localEndpoint":{"serviceName":"my.service"},
        "tags":{"my.scope.attribute":"some scope attribute","my.span.attr":"some value","otel.scope.name":"my.library","otel.scope.version":"1.0.0"}}]
        """.ReplaceLineEndings(""),
        await StoreAsync(
            """
            {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"my.service"}}]},
            "scopeSpans":[{"scope":{"name":"my.library","version":"1.0.0","attributes":[{"key":"my.scope.attribute","value":{"stringValue":"some scope attribute"}}]},
            "spans":[{"traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"EEE19B7EC3C1B174","parentSpanId":"EEE19B7EC3C1B173","name":"I'm a server span",
            "startTimeUnixNano":"1544712660000000000","endTimeUnixNano":"1544712661000000000","kind":2,
            "attributes":[{"key":"my.span.attr","value":{"stringValue":"some value"}}]}]}]}]}
            """));

    [Theory]
    [InlineData("""{"stringValue":"a \"b\""}""", "a \\\"b\\\"")]
    [InlineData("""{"boolValue":true}""", "true")]
    [InlineData("""{"boolValue":false}""", "false")]
    [InlineData("""{"intValue":"-9223372036854775808"}""", "-9223372036854775808")]
    [InlineData("""{"intValue":7}""", "7")]
    [InlineData("""{"doubleValue":1}""", "1")]
    [InlineData("""{"doubleValue":0.25}""", "0.25")]
    [InlineData("""{"doubleValue":"1e300"}""", "1E+300")]
    [InlineData("""{"doubleValue":"NaN"}""", "NaN")]
    [InlineData("""{"doubleValue":"-Infinity"}""", "-Infinity")]
    [InlineData("""{"bytesValue":"aGVsbG8gd29ybGQ="}""", "aGVsbG8gd29ybGQ=")]
    [InlineData("""{"bytesValue":"_-8"}""", "/+8=")]
    [InlineData("{}", "")]
    [InlineData("null", "")]
    [InlineData("""{"arrayValue":{}}""", "[]")]
    [InlineData("""{"kvlistValue":{}}""", "{}")]
    [InlineData("""{"arrayValue":{"values":[{"stringValue":"a,b"},{"intValue":1},{"boolValue":true},{}]}}""", """[\"a,b\",1,true,null]""")]
    [InlineData("""{"arrayValue":{"values":[{"doubleValue":0.5},{"doubleValue":"Infinity"},{"bytesValue":"aGk="}]}}""", """[0.5,\"Infinity\",\"aGk=\"]""")]
    [InlineData(
        """{"kvlistValue":{"values":[{"key":"a","value":{"stringValue":"x"}},{"key":"b","value":{"kvlistValue":{"values":[{"key":"c"}]}}}]}}""",
        """{\"a\":\"x\",\"b\":{\"c\":null}}""")]
    public async Task Attribute_OfAnyType_IsTag(string value, string tag) => Assert.Equal(
        Stored($",\"tags\":{{\"key\":\"{tag}\"}}"),
        await StoreAsync(OtlpJson.Message(OtlpJson.Span($"\"attributes\":[{OtlpJson.Attribute("key", value)}]"))));

    [Theory]
    [InlineData("\"kind\":2", "SERVER")]
    [InlineData("\"kind\":\"SPAN_KIND_CLIENT\"", "CLIENT")]
    [InlineData("\"kind\":\"SPAN_KIND_PRODUCER\"", "PRODUCER")]
    [InlineData("\"kind\":5", "CONSUMER")]
    [InlineData("\"kind\":\"SPAN_KIND_INTERNAL\"", null)]
    [InlineData("\"kind\":\"SPAN_KIND_OF_TOMORROW\"", null)]
    [InlineData("\"kind\":6", null)]
    public async Task Kind_NameOrNumber_IsKind(string field, string? kind) => Assert.Equal(
        Stored("", kind is null ? "" : $",\"kind\":\"{kind}\""),
        await StoreAsync(OtlpJson.Message(OtlpJson.Span(field))));

    [Theory]
    [InlineData("""{"code":2,"message":"deadline"}""", "\"error\":\"deadline\",\"otel.status_code\":\"ERROR\"")]
    [InlineData("""{"code":"STATUS_CODE_ERROR"}""", "\"error\":\"\",\"otel.status_code\":\"ERROR\"")]
    [InlineData("""{"code":1,"message":"fine"}""", "\"otel.status_code\":\"OK\"")]
    [InlineData("""{"message":"unset"}""", "")]
    public async Task Status_ReplacesAttributeError(string status, string tags)
    {
        var json = await StoreAsync(OtlpJson.Message(OtlpJson.Span(
            $"\"status\":{status},\"attributes\":[{OtlpJson.Attribute("error", "{\"boolValue\":false}")}]")));

        Assert.Equal(Stored(tags.Length == 0 ? "" : $",\"tags\":{{{tags}}}"), json);
    }

    [Theory]
    [InlineData("3", "peer.service=Db|server.address=h", """{"serviceName":"db"}""")]
    [InlineData("4", "server.address=h|net.peer.name=n", """{"serviceName":"h"}""")]
    [InlineData("3", "db.name=d|peer.address=a", """{"serviceName":"a"}""")]
    [InlineData("3", "network.peer.port=80|network.peer.address=10.0.0.7|server.socket.domain=s", """{"serviceName":"10.0.0.7","ipv4":"10.0.0.7","port":80}""")]
    [InlineData("3", "server.address=h|network.peer.address=::1|network.peer.port=99999", """{"serviceName":"h","ipv6":"::1"}""")]
    [InlineData("3", "net.sock.peer.addr=10.0.0.8|net.sock.peer.port=81", """{"serviceName":"10.0.0.8","ipv4":"10.0.0.8","port":81}""")]
    [InlineData("3", "network.peer.port=80", null)]
    [InlineData("2", "peer.service=db", null)]
    public async Task Peer_OfClientOrProducer_IsRemoteEndpoint(string kind, string attributes, string? endpoint)
    {
        var list = string.Join(',', attributes.Split('|').Select(a => OtlpJson.Attribute(a.Split('=')[0], $"{{\"stringValue\":\"{a.Split('=')[1]}\"}}")));
        var json = await StoreAsync(OtlpJson.Message(OtlpJson.Span($"\"kind\":{kind},\"attributes\":[{list}]")));

        Assert.Contains(
            endpoint is null ? "\"localEndpoint\":{\"serviceName\":\"web\"},\"tags\":{" : $"\"remoteEndpoint\":{endpoint},\"tags\":{{", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Event_WithAttributes_IsAnnotationInJson() => Assert.Equal(
        Stored(
            """
            ,"annotations":[{"timestamp":1,"value":"start"},
            {"timestamp":2,"value":"\"say \\\"hi\\\"\":{\"stack\":\"E\\n\\tat x\",\"otel.dropped_attributes_count\":9}"}]
            """.ReplaceLineEndings("")),
        await StoreAsync(OtlpJson.Message(OtlpJson.Span(
            """
            "events":[{"timeUnixNano":2000,"name":"say \"hi\"","droppedAttributesCount":9,"attributes":[{"key":"stack","value":{"stringValue":"E\n\tat x"}}]},
            {"timeUnixNano":"1999","name":"start"}]
            """))));

    [Fact]
    public async Task Links_AreTags() => Assert.Equal(
        Stored(
            """
            ,"tags":{
            "otlp.link.0":"0af7651916cd43dd8448eb211c80319c|b7ad6b7169203331|a=b|{\"why\":\"batch\"}|2",
            "otlp.link.1":"5b8efff798038103d269b633813fc60c|00f067aa0ba902b7||{}|0"}
            """.ReplaceLineEndings("")),
        await StoreAsync(OtlpJson.Message(OtlpJson.Span(
            """
            "links":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","traceState":"a=b","droppedAttributesCount":2,
            "attributes":[{"key":"why","value":{"stringValue":"batch"}}]},{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"00f067aa0ba902b7"}]
            """))));

    [Fact]
    public async Task DroppedCounts_AreTags() => Assert.Contains(
        "\"tags\":{\"otel.dropped_attributes_count\":\"3\",\"otel.dropped_events_count\":\"2\",\"otel.dropped_links_count\":\"1\"}",
        await StoreAsync(OtlpJson.Message(OtlpJson.Span("\"droppedAttributesCount\":3,\"droppedEventsCount\":2,\"droppedLinksCount\":1"))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"attributes":[{"key":"service.name","value":{"stringValue":""}}]}""")]
    public async Task Resource_WithoutServiceName_IsUnknownService(string resource) => Assert.Equal(
        Stored("").Replace("\"web\"", "\"unknown_service\"", StringComparison.Ordinal),
        await StoreAsync(OtlpJson.Resource(resource, OtlpJson.Scope("", OtlpJson.Span("")))));

    [Fact]
    public async Task Tags_OfSpanAndScope_ReplaceThoseOfTheResource()
    {
        var same = OtlpJson.Attribute("same", "{\"stringValue\":\"resource\"}");
        var zone = OtlpJson.Attribute("zone", "{\"stringValue\":\"a\"}");
        var ofScope = same.Replace("resource", "scope", StringComparison.Ordinal);
        var ofSpan = same.Replace("resource", "span", StringComparison.Ordinal);
        var json = await StoreAsync(OtlpJson.Resource(
            $"{{\"attributes\":[{same},{zone}]}}",
            OtlpJson.Scope(
                $",\"scope\":{{\"name\":\"lib\",\"attributes\":[{ofScope}]}}",
                OtlpJson.Span($"\"attributes\":[{ofSpan},{OtlpJson.Attribute("otel.scope.name", "{}")}]"))));

        Assert.Contains("\"tags\":{\"otel.scope.name\":\"lib\",\"same\":\"span\",\"zone\":\"a\"}", json, StringComparison.Ordinal);
    }

    // Returns the stored trace of one span.
    private static string Stored(string more, string kind = "") =>
        $"[{{{Span}{kind},{Times},\"localEndpoint\":{{\"serviceName\":\"web\"}}{more}}}]";

    // Returns the trace of the message.
    private async Task<string> StoreAsync(string message)
    {
        Assert.Equal((200, "{}"), await _zipkin.PostOtlpAsync(message));
        return await _zipkin.OkAsync($"/api/v2/trace/{OtlpJson.TraceId}");
    }
}
