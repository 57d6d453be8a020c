namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the headers that a Connection header names. Each row was observed on Envoy 1.40.</summary>
public sealed class ConnectionHeaderTests(HostileInputProxy proxy) : IClassFixture<HostileInputProxy>
{
    private const string Trace = "463ac35c9f6413ad";
    private const string Id = "5951ce0d-8b58-96bf-b4a7-e8d8336907e3";

    private static readonly string[] Headers =
    [
        "X-Hop: 1", "X-Stays: 1", "X-Forwarded-For: 203.0.113.7", "X-Forwarded-Proto: https", $"X-B3-TraceId: {Trace}",
        "X-B3-SpanId: a2fb4a1d1a96d312", "X-B3-Sampled: 1", $"X-Request-Id: {Id}", "X-Client-Trace-Id: c", "Cookie: a=b", "TE: trailers",
    ];

    // {0} is an option.
    private static readonly string[] Forms =
    [
        "Connection: {0}", "Connection: keep-alive, {0}", "Connection: {0} , close", "Connection: X-Hop\r\nConnection: {0}",
        "Connection: keep-alive\r\nConnection: {0}", "Connection: {0}\r\nConnection: close", "Connection: Upgrade,\t{0}",
    ];

    public static MatrixTheoryData<string, string> Forbidden { get; } = new(
        Forms, ["host", "HOST", "x-forwarded-for", "X-Forwarded-For", "x-forwarded-host", "x-forwarded-proto", ":path", ":authority", ":x"]);

    public static MatrixTheoryData<string, string> Removed { get; } = new(Forms, ["X-Hop", "x-hop", "cookie", "X-Client-Trace-Id"]);

    public static MatrixTheoryData<string, string> Rewritten { get; } = new(
        Forms, ["x-b3-traceid", "X-B3-SpanId", "x-b3-sampled", "x-request-id", "x-envoy-decorator-operation", "x-envoy-expected-rq-timeout-ms"]);

    [Theory]
    [MemberData(nameof(Forbidden))]
    public Task Connection_NamesHeaderOfIdentity_Returns400(string form, string option) =>
        proxy.AssertRejectedAsync(Request(Named(form, option)), "400");

    [Theory]
    [MemberData(nameof(Removed))]
    public async Task Connection_NamesHeader_IsNotForwarded(string form, string option)
    {
        var request = await proxy.ForwardAsync(Request(Named(form, option)));

        Assert.Null(request[option]);
        Assert.Null(request["connection"]);
        Assert.Equal(("1", "trailers"), (request["x-stays"], request["te"]));
    }

    [Theory]
    [MemberData(nameof(Rewritten))]
    public async Task Connection_NamesHeaderThatProxyWrites_IsForwarded(string form, string option) =>
        Assert.NotNull((await proxy.ForwardAsync(Request(Named(form, option))))[option]);

    [Fact]
    public async Task Connection_NamesTraceId_StartsNewTrace()
    {
        var request = await proxy.ForwardAsync(Request("Connection: x-b3-traceid, x-request-id"));

        Assert.NotEqual(Trace, request["x-b3-traceid"]);
        Assert.Equal(request["x-b3-traceid"], request["x-b3-spanid"]);
        Assert.NotEqual(Id, request["x-request-id"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",,")]
    [InlineData("connection")]
    [InlineData("TE")]
    [InlineData("no-such-header")]
    [InlineData("\"X-Hop\"")]
    [InlineData("X-Hop;x")]
    [InlineData("X Hop")]
    public async Task Connection_NamesNoHeader_ForwardsAll(string option)
    {
        var request = await proxy.ForwardAsync(Request($"Connection: {option}"));

        Assert.Equal(("1", "trailers", Trace, Id), (request["x-hop"], request["te"], request["x-b3-traceid"], request["x-request-id"]));
    }

    [Theory]
    [InlineData(9, "200")]
    [InlineData(10, "400")]
    [InlineData(1_000, "400")]
    public async Task Connection_ManyOptions_AreLimited(int count, string status)
    {
        var request = Request($"Connection: {string.Join(", ", Enumerable.Range(0, count).Select(option => $"x{option}"))}");

        var response = await proxy.Environment.SendAsync(request);

        Assert.Equal(status, response.Status);
        if (status == "200")
        {
            await proxy.Environment.Collector.TakeAsync();
            await proxy.Environment.Upstream.TakeAsync();
        }
    }

    [Theory]
    [InlineData("Connection: close", true)]
    [InlineData("Connection: X-Hop, CLOSE", true)]
    [InlineData("Connection: close\r\nConnection: X-Hop", true)]
    [InlineData("Connection: keep-alive\r\nConnection: close", true)]
    [InlineData("Proxy-Connection: close", true)]
    [InlineData("Proxy-Connection: X-Hop, Close", true)]
    [InlineData("Proxy-Connection: keep-alive", false)]
    [InlineData("Connection: keep-alive, X-Hop", false)]
    [InlineData("Connection: closed", false)]
    public async Task Connection_Close_ClosesAfterResponse(string header, bool closes)
    {
        var connection = await proxy.Environment.ConnectAsync();

        await connection.WriteAsync(Request(header));
        var response = await connection.ReadResponseAsync();

        Assert.Equal(("200", closes ? "close" : null), (response.Status, response["connection"]));
        await proxy.Environment.Collector.TakeAsync();
        await proxy.Environment.Upstream.TakeAsync();
        if (closes)
        {
            await connection.WaitForCloseAsync();
        }
    }

    private static string Named(string form, string option) => form.Replace("{0}", option, StringComparison.Ordinal);

    private static string Request(string connection) => RawRequest.Get("/", [.. Headers, connection]);
}
