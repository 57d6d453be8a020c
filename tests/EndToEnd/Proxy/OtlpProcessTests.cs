namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the export by OTLP with real processes, whose environment has OpenTelemetry's variables.</summary>
public sealed class OtlpProcessTests
{
    private readonly int _port = Scratch.FreePorts(1)[0];

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task Request_WithVariables_IsExportedBeforeTheProgramEnds(string protocol)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var upstream = new RawServer();
        using var program = await FrontProxyProcess.StartAsync(_port, [upstream.Address], "http://127.0.0.1:1", environment: new()
        {
            ["OTEL_TRACES_EXPORTER"] = "otlp",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.AddressFor(protocol),
            ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=test",
        });
        using var connection = await RawConnection.OpenAsync(_port);

        await connection.WriteAsync(RawRequest.Get("/trace/1"));
        await connection.ReadResponseAsync();
        program.Signal(Child.SigTerm);

        Assert.Equal(0, await program.ExitCodeAsync());
        var span = await receiver.TakeAsync();
        Assert.Equal(
            ("check_server1", "front-proxy", "test"), (span.Name, span.Resource["service.name"], span.Resource["deployment.environment.name"]));
        Assert.Equal((await upstream.TakeAsync())["x-b3-spanid"], span.SpanId);
        await program.Output.WaitForAsync("OTLP: spans sent: 1, failed: 0, dropped: 0.");
        Assert.Empty(receiver.TakeRemaining());
    }

    [Theory]
    [InlineData("otlp", "OTEL_TRACES_EXPORTER: 'otlp' is not allowed with shared spans; set Tracing:SharedSpanContext to false")]
    [InlineData("jaeger", "OTEL_TRACES_EXPORTER: 'jaeger' is not allowed; allowed: zipkin, otlp, both separated by a comma, or none")]
    public async Task Start_VariableNotAllowed_PrintsOneLineAndExitsWith1(string exporter, string line)
    {
        using var program = new Child(
            Path.GetFullPath("../../FrontProxy/debug/front-proxy", AppContext.BaseDirectory),
            ["--Listeners:ingress_http:Direction=Inbound", $"--Listeners:ingress_http:Port={_port}"],
            new() { ["OTEL_TRACES_EXPORTER"] = exporter });

        Assert.Equal(1, await program.ExitCodeAsync());
        Assert.Equal([$"front-proxy: {line}"], program.Errors.All);
        Assert.Empty(program.Output.All);
    }
}
