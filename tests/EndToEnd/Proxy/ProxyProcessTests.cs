using System.Net;
using System.Net.Sockets;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the front proxy as a process: its output, exit codes and signals.</summary>
public sealed class ProxyProcessTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly int _port = Scratch.FreePorts(1)[0];

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("--Listeners:ingress_http:Port=70000", "Listeners:ingress_http:Port: '70000' is not allowed; allowed: 0 to 65535 (0: any free port)")]
    [InlineData("--Tracing:RandomSampling=101", "Tracing:RandomSampling: '101' is not allowed; allowed: 0 to 100 (percent)")]
    [InlineData(
        "--Listeners:ingress_http:Prot=1",
        "Listeners:ingress_http: 'Prot' is not allowed; allowed: Address, Port, Direction, RouteConfigName, VirtualHost, UseRemoteAddress, XffNumTrustedHops, InternalAddressConfig, TraceContext, ForwardClientCertDetails, ConnectionLimit, MaxRequestHeadersKb, "
            + "MaxHeadersCount, RequestHeadersTimeout, RequestTimeout, IdleTimeout, StreamIdleTimeout, MaxConnectionDuration, MaxRequestsPerConnection, MaxStreamDuration, MaxConcurrentStreams, "
            + "InitialStreamWindowSize, InitialConnectionWindowSize, UpgradeConfigs, AllowConnect, SetCurrentClientCertDetails, Tls, Tracing")]
    [InlineData("--Tracng:RandomSampling=1", "configuration: 'Tracng' is not allowed; allowed: Node, Listeners, Admin, Drain, Tracing, AccessLog, ReverseProxy, Logging")]
    [InlineData("--ReverseProxy:Routes:service1:ClusterId=x", "ReverseProxy:Routes:service1:ClusterId: 'x' is not allowed; allowed: the name of a cluster")]
    [InlineData(
        "--ReverseProxy:Routes:service1:Timeout=abc",
        "ReverseProxy:Routes:service1:Timeout: 'abc' is not allowed; allowed: 00:00:00 to 1.00:00:00, such as 00:00:15")]
    [InlineData("--service-cluster=", "Node:Cluster: missing; required: the service name of the spans (or --service-cluster NAME)")]
    [InlineData("--AccessLog:Format=json", "AccessLog:Path: missing; required: a path, such as /dev/stdout")]
    [InlineData("--config-path=nowhere.json", "nowhere.json: can't be read: there is no such file")]
    public async Task Start_InvalidSetting_PrintsOneLineAndExitsWith1(string argument, string line)
    {
        using var program = Start(argument);

        await AssertFailsAsync(program, line);
        using var listener = new TcpListener(IPAddress.Loopback, _port);
        listener.Start(); // Throws if the proxy still held the port.
    }

    [Fact]
    public async Task Request_AccessLogToStandardOutput_IsALineBetweenThoseOfTheLog()
    {
        await using var upstream = new RawServer();
        using var program = await FrontProxyProcess.StartAsync(
            _port, [upstream.Address], "http://127.0.0.1:1", ["--AccessLog:Path=/dev/stdout", "--AccessLog:Format=logged %REQ(:PATH)% %RESPONSE_CODE% 100%%"]);
        using var connection = await RawConnection.OpenAsync(_port);

        await connection.WriteAsync(RawRequest.Get("/one"));
        await connection.ReadResponseAsync();
        await program.Output.WaitForAsync(line => line == "logged /one 200 100%");
        await connection.WriteAsync(RawRequest.Get("/two"));
        await connection.ReadResponseAsync();
        program.Signal(Child.SigTerm);

        Assert.Equal(0, await program.ExitCodeAsync());
        await program.Output.WaitForAsync(line => line == "logged /two 200 100%");
        Assert.Empty(program.Errors.All);
    }

    [Fact]
    public async Task Start_InvalidJson_PrintsOneLineWithReason()
    {
        var path = Path.Combine(_scratch.Folder, "bad.json");
        File.WriteAllText(path, "{\n  \"Node\": {\n");
        using var program = Start("-c", path);

        Assert.Equal(1, await program.ExitCodeAsync());
        var line = await program.Errors.WaitForAsync("can't be read");
        Assert.StartsWith($"front-proxy: {path}: can't be read: ", line, StringComparison.Ordinal);
        Assert.Contains("LineNumber: 2", line, StringComparison.Ordinal);
        Assert.Single(program.Errors.All);
        Assert.Empty(program.Output.All);
    }

    [Fact]
    public async Task Start_PortInUse_PrintsOneLineAndExitsWith1()
    {
        using var other = new TcpListener(IPAddress.Loopback, _port);
        other.Start();
        using var program = Start();

        await AssertFailsAsync(program, $"Listeners:ingress_http:Port: '{_port}' is in use; allowed: a free port");
    }

    [Fact]
    public async Task Start_AdminPortInUse_PrintsOneLineAndExitsWith1()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        using var program = Start($"--Admin:Port={port}");

        await AssertFailsAsync(program, $"Admin:Port: '{port}' is in use; allowed: a free port");
    }

    [Fact]
    public async Task Start_AdminAccessLogNotWritable_PrintsOneLineAndExitsWith1()
    {
        using var program = Start("--Admin:AccessLogPath=/no/such/folder/admin.log");

        await AssertFailsAsync(
            program,
            "Admin:AccessLogPath: '/no/such/folder/admin.log' is not allowed; allowed: a file that lines can be appended to "
            + "(No such file or directory)");
    }

    [Fact]
    public async Task QuitQuitQuit_Post_EndsTheProgramWith0()
    {
        var port = Scratch.FreePorts(1)[0];
        using var program = Start($"--Admin:Port={port}");
        await program.Output.WaitForAsync("Listening on ");
        using var client = new HttpClient();

        using var response = await client.PostAsync(new Uri($"http://127.0.0.1:{port}/quitquitquit"), null, TestContext.Current.CancellationToken);

        Assert.Equal("OK\n", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, await program.ExitCodeAsync());
    }

    // TEST-NET-3, reserved for documentation (RFC 5737): never an address of this machine.
    [Fact]
    public async Task Start_NonLocalAddress_PrintsOneLineAndExitsWith1()
    {
        using var program = Start("--Listeners:ingress_http:Address=203.0.113.1");

        Assert.Equal(1, await program.ExitCodeAsync());
        await program.Errors.WaitForAsync("front-proxy: Listeners: can't be opened: ");
        Assert.Single(program.Errors.All);
        Assert.Empty(program.Output.All);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_Option_PrintsUsageAndExitsWith0(string option)
    {
        using var program = Start(option);

        Assert.Equal(0, await program.ExitCodeAsync());
        await program.Output.WaitForAsync("--KEY VALUE");
        Assert.Equal("Usage: front-proxy [OPTION]...", program.Output.All[0]);
        Assert.Empty(program.Errors.All);
    }

    [Theory]
    [InlineData(Child.SigTerm)]
    [InlineData(Child.SigInt)]
    public async Task Signal_SpansQueued_FlushesAndExitsWith0(int signal)
    {
        await using var upstream = new RawServer();
        await using var collector = new FakeCollector();
        using var program = Start(
            "--Tracing:FlushInterval=00:01:00",
            $"--ReverseProxy:Clusters:service1:Destinations:service1:Address={upstream.Address}",
            $"--ReverseProxy:Clusters:zipkin:Destinations:zipkin:Address={collector.Address}");
        await program.Output.WaitForAsync($"Listening on http://127.0.0.1:{_port} (ingress_http, Outbound)");
        using var connection = await RawConnection.OpenAsync(_port);
        await connection.WriteAsync(RawRequest.Get("/trace/1"));
        var response = await connection.ReadResponseAsync();

        program.Signal(signal);

        Assert.Equal(0, await program.ExitCodeAsync());
        var span = await collector.TakeAsync();
        Assert.Equal(span.TraceId, response["x-b3-traceid"]);
        Assert.Equal(("front-proxy", "front-envoy"), (span.LocalEndpoint.ServiceName, span.Tags["node_id"]));
        await program.Output.WaitForAsync("Spans sent: 1, failed: 0, dropped: 0.");
        Assert.Empty(program.Errors.All);
    }

    // The host names in the program's own appsettings.json don't resolve outside of the compose network.
    private Child Start(params string[] arguments) => new(
        Path.GetFullPath("../../FrontProxy/debug/front-proxy", AppContext.BaseDirectory),
        [
            "--Admin:Address=127.0.0.1", "--Admin:Port=0", "--Admin:AccessLogPath=",
            "--Listeners:ingress_http:Address=127.0.0.1", $"--Listeners:ingress_http:Port={_port}",
            "--ReverseProxy:Clusters:service1:Destinations:service1:Address=http://127.0.0.1:1",
            "--ReverseProxy:Clusters:zipkin:Destinations:zipkin:Address=http://127.0.0.1:1",
            .. arguments,
        ]);

    private static async Task AssertFailsAsync(Child program, string line)
    {
        Assert.Equal(1, await program.ExitCodeAsync());
        Assert.Equal($"front-proxy: {line}", await program.Errors.WaitForAsync("front-proxy: "));
        Assert.Single(program.Errors.All);
        Assert.Empty(program.Output.All);
    }
}
