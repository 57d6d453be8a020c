using System.Diagnostics;
using System.Text.Json;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.AccessLog;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the access log of a running proxy: its lines, and that it never holds up a request.</summary>
public sealed class AccessLogTests : ProxyTests
{
    private readonly Scratch _scratch = new();

    private string LogPath => Path.Combine(_scratch.Folder, "access.log");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Request_DefaultFormat_WritesEnvoysLine()
    {
        var proxy = await StartAsync(Setup());

        await proxy.TraceAsync("User-Agent: ua", "x-request-id: 5951ce0d-8b58-96bf-b4a7-e8d8336907e3");

        Assert.Matches(
            $"""^\[[-0-9]+T[:0-9]+\.\d\d\dZ\] "GET {ProxyRole.Front.Path} HTTP/1\.1" 200 - 0 6 \d+ \d+ "-" "ua" "5951ce0d-8b58-96bf-b4a7-e8d8336907e3" "mesh\.test" "127\.0\.0\.1:{proxy.Upstream.Port}"$""",
            Assert.Single(await StopAndReadAsync(proxy)));
    }

    [Fact]
    public async Task Request_Json_HasTheIdsOfItsTrace()
    {
        var proxy = await StartAsync(Setup("json"));

        var traced = await proxy.TraceAsync();

        using var line = JsonDocument.Parse(Assert.Single(await StopAndReadAsync(proxy)));
        Assert.Equal((traced.Span.TraceId, traced.Span.Id), (line.RootElement.GetProperty("trace_id").GetString(), line.RootElement.GetProperty("span_id").GetString()));
        Assert.Matches(@"^127\.0\.0\.1:\d+$", line.RootElement.GetProperty("upstream_local_address").GetString());
        Assert.Matches(@"^127\.0\.0\.1:\d+$", line.RootElement.GetProperty("downstream_remote_address").GetString());
        Assert.Equal($"127.0.0.1:{proxy.Ports[0]}", line.RootElement.GetProperty("downstream_local_address").GetString());
    }

    [Fact]
    public async Task Request_HostileHeader_CannotForgeALine()
    {
        var proxy = await StartAsync(Setup());

        await proxy.TraceAsync("User-Agent: a\" \"b\\\t\u0085\u00e9");
        await proxy.GetAsync("/", "User-Agent: c\u001b[31m\"");

        var lines = await StopAndReadAsync(proxy);
        Assert.Contains("\"a\\x22 \\x22b\\x5c\\x09", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"c\\x1b[31m\\x22\"", lines[1], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.DoesNotContain(line, character => char.IsControl(character) || character > '~'));
        Assert.All(lines, line => Assert.Equal(12, line.Count(character => character == '"')));
    }

    [Fact]
    public async Task Request_FailedUpstream_IsOneLineAndNothingInTheLogOfTheProgram()
    {
        var setup = Setup("%RESPONSE_CODE% %RESPONSE_FLAGS% %RESPONSE_CODE_DETAILS%").WithUpstream($"http://127.0.0.1:{Scratch.FreePorts(1)[0]}");
        var proxy = await StartAsync(setup);

        await proxy.GetAsync(ProxyRole.Front.Path);
        await proxy.Collector.TakeAsync();

        Assert.Equal(
            "503 UF upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused}",
            Assert.Single(await StopAndReadAsync(proxy)));
        Assert.DoesNotContain(proxy.Log.All, line => line.Contains("xception", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Requests_PipeThatNobodyDrains_AreAnsweredAndCounted()
    {
        var pipe = Path.Combine(_scratch.Folder, "pipe");
        using (var mkfifo = Process.Start("mkfifo", pipe))
        {
            await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using var reader = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        var proxy = await StartAsync(Setup(new string('x', 16_384)).With("AccessLog:Path", pipe).With("Tracing:RandomSampling", "0"));
        var connection = await proxy.ConnectAsync();
        const int Count = 200;
        for (var sent = 0; sent < Count; sent++)
        {
            await connection.WriteAsync(RawRequest.Get(ProxyRole.Front.Path));
            Assert.Equal("200", (await connection.ReadResponseAsync()).Status);
        }

        var counters = proxy.Get<AccessLogCounters>();
        await proxy.StopAsync();

        Assert.InRange(counters.Dropped.Value, 1, Count);
        Assert.Equal(Count, counters.Written.Value + counters.Dropped.Value);
    }

    [Theory]
    [InlineData("Format", "%NOPE%", "AccessLog:Format: '%NOPE%' is not allowed; allowed: the operators BYTES_RECEIVED, ")]
    [InlineData("Format", "", "AccessLog:Format: '' is not allowed; allowed: text, json or a format string")]
    [InlineData("Path", "/no/such/folder/access.log", "AccessLog:Path: '/no/such/folder/access.log' is not allowed; allowed: a file that lines can be appended to (No such file or directory)")]
    [InlineData("Path", null, "AccessLog:Path: missing; required: a path, such as /dev/stdout")]
    [InlineData("Formt", "json", "AccessLog: 'Formt' is not allowed; allowed: Path, Format")]
    public async Task Start_BadSetting_IsOneLine(string key, string? value, string expected)
    {
        var error = await Assert.ThrowsAsync<SettingException>(() => StartAsync(Setup("json").With($"AccessLog:{key}", value)));

        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
    }

    private ProxySetup Setup(string format = "text") =>
        new ProxySetup(ProxyRole.Front).With("AccessLog:Path", LogPath).With("AccessLog:Format", format);

    private async Task<string[]> StopAndReadAsync(ProxyEnvironment proxy)
    {
        await proxy.StopAsync();
        return await File.ReadAllLinesAsync(LogPath, TestContext.Current.CancellationToken);
    }
}
