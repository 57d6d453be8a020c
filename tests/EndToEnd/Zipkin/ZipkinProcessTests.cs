using System.Net;
using System.Net.Sockets;

namespace ZipkinMesh.Tests.Zipkin;

/// <summary>Tests of the program as a process, as it runs in a container.</summary>
public sealed class ZipkinProcessTests
{
    private static readonly string Zipkin = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Zipkin/debug/zipkin"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("QUERY_PORT", "abc", "0 to 65535")]
    [InlineData("QUERY_PORT", "65536", "0 to 65535")]
    [InlineData("MEM_MAX_SPANS", "0", "1 to 2147483647")]
    [InlineData("MEM_MAX_SPANS", "1e3", "1 to 2147483647")]
    [InlineData("QUERY_LOOKBACK", "0", "1 to 9223372036854775807")]
    [InlineData("COLLECTOR_SAMPLE_RATE", "1.1", "0.0 to 1.0")]
    [InlineData("COLLECTOR_MAX_MESSAGES", "0", "1 to 1000000")]
    [InlineData("STRICT_TRACE_ID", "yes", "true, false")]
    [InlineData("SEARCH_ENABLED", "1", "true, false")]
    [InlineData("QUERY_ENABLED", "on", "true, false")]
    [InlineData("UI_ENABLED", "off", "true, false")]
    [InlineData("COLLECTOR_HTTP_ENABLED", "no", "true, false")]
    [InlineData("ZIPKIN_UI_QUERY_LIMIT", "0", "1 to 10000")]
    [InlineData("ZIPKIN_UI_DEFAULT_LOOKBACK", "15m", "1 to 9007199254740991")]
    [InlineData("ZIPKIN_UI_LOGS_URL", "javascript:alert(1)", "an http or https URL, such as https://example.com")]
    [InlineData("ZIPKIN_UI_SUPPORT_URL", "help", "an http or https URL, such as https://example.com")]
    [InlineData("ZIPKIN_UI_DEPENDENCY_ENABLED", "no", "true, false")]
    [InlineData("ZIPKIN_UI_DEPENDENCY_LOW_ERROR_RATE", "2", "0.0 to 1.0")]
    [InlineData("ZIPKIN_UI_DEPENDENCY_HIGH_ERROR_RATE", "-1", "0.0 to 1.0")]
    public async Task Start_InvalidVariable_PrintsOneLineAndExitsWith1(string key, string value, string allowed)
    {
        using var program = new Child(Zipkin, [], new() { [key] = value });

        await AssertEndsWithAsync(program, $"zipkin: {key}: '{value}' is not allowed; allowed: {allowed}");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("https://127.0.0.1:0")]
    [InlineData("http://127.0.0.1:0;")]
    [InlineData("http://127.0.0.1:99999")]
    public async Task Start_InvalidUrls_PrintsOneLineAndExitsWith1(string urls)
    {
        using var program = new Child(Zipkin, ["--urls", urls]);

        await AssertEndsWithAsync(program, $"zipkin: --urls: '{urls}' is not allowed; allowed: http://ADDRESS:PORT, several separated by ;");
    }

    [Fact]
    public async Task Start_PortInUse_PrintsOneLineAndExitsWith1()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://{taken.LocalEndpoint}";
        using var program = new Child(Zipkin, ["--urls", url]);

        await AssertEndsWithAsync(
            program, $"zipkin: --urls: '{url}' can't be listened on: the address is already in use");
    }

    [Fact]
    public async Task SigTerm_ConnectionOpen_ExitsWith0()
    {
        using var program = new Child(Zipkin, ["--urls", "http://127.0.0.1:0"], new() { ["QUERY_PORT"] = "1" });
        var line = await program.Output.WaitForAsync("zipkin: listening on http://127.0.0.1:");
        using var client = new HttpClient();
        Assert.Equal("[]", await client.GetStringAsync($"{line.Split(' ')[^1]}/api/v2/services", Cancel));

        program.Signal(Child.SigTerm);

        Assert.Equal(0, await program.ExitCodeAsync());
        Assert.Equal([line], program.Output.All);
        Assert.Empty(program.Errors.All);
    }

    [Fact]
    public async Task SigTerm_RequestIncomplete_ExitsWith0WithoutErrors()
    {
        using var program = new Child(Zipkin, ["--urls", "http://127.0.0.1:0"]);
        var address = new Uri((await program.Output.WaitForAsync("zipkin: listening on ")).Split(' ')[^1]);
        using var client = new TcpClient(address.Host, address.Port);
        // The 100 shows that the server is reading the body.
        await client.GetStream().WriteAsync("POST /api/v2/spans HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n"u8.ToArray(), Cancel);
        Assert.NotEqual(0, await client.GetStream().ReadAsync(new byte[1], Cancel));

        program.Signal(Child.SigTerm);

        Assert.Equal(0, await program.ExitCodeAsync());
        Assert.Empty(program.Errors.All);
    }

    private static async Task AssertEndsWithAsync(Child program, string line)
    {
        await program.Errors.WaitForAsync("zipkin: ");

        Assert.Equal(1, await program.ExitCodeAsync());
        Assert.Equal([line], program.Errors.All);
        Assert.Empty(program.Output.All);
    }
}
