using Microsoft.Extensions.Configuration;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Configuration;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Tests.Settings;

/// <summary>The variables of OpenTelemetry that a proxy reads.</summary>
public sealed class OpenTelemetryOptionsTests
{
    private const string PairList = "KEY=VALUE, several separated by commas; commas and other special characters of a value as %2C";

    [Theory]
    [InlineData("", true, false)]
    [InlineData("zipkin", true, false)]
    [InlineData("otlp", false, true)]
    [InlineData("OTLP , zipkin", true, true)]
    [InlineData("none", false, false)]
    public void Read_Exporter_ChoosesTheExporters(string value, bool zipkin, bool otlp)
    {
        var options = Read(("OTEL_TRACES_EXPORTER", value));

        Assert.Equal((zipkin, otlp), (options.ExportsToZipkin, options.ExportsOtlp));
    }

    [Theory]
    [InlineData("OTEL_TRACES_EXPORTER", "console", "zipkin, otlp, both separated by a comma, or none")]
    [InlineData("OTEL_TRACES_EXPORTER", "none,otlp", "zipkin, otlp, both separated by a comma, or none")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "grpc, http/protobuf")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http", "grpc, http/protobuf")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "an http or https URL, such as http://collector:4318")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "/v1/traces", "an http or https URL, such as http://collector:4318/v1/traces")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "api-key", PairList)]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "a b=c", PairList)]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "a=b%0Ac", PairList)]
    [InlineData("OTEL_RESOURCE_ATTRIBUTES", "a=b,=c", PairList)]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "10s", "1 to 2147483647")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "0", "1 to 2147483647")]
    [InlineData("OTEL_EXPORTER_OTLP_COMPRESSION", "zstd", "none, gzip")]
    [InlineData("OTEL_SDK_DISABLED", "yes", "true, false")]
    [InlineData("OTEL_BSP_SCHEDULE_DELAY", "-1", "1 to 2147483647")]
    [InlineData("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "4096", "1 to OTEL_BSP_MAX_QUEUE_SIZE, which is 2048")]
    public void Read_ValueNotAllowed_NamesVariableValueAndWhatIs(string name, string value, string allowed) =>
        Assert.Equal($"{name}: '{value}' is not allowed; allowed: {allowed}", Assert.Throws<SettingException>(() => Read((name, value))).Message);

    [Theory]
    [InlineData("grpc", "", "", "http://localhost:4317/")]
    [InlineData("http/protobuf", "", "", "http://localhost:4318/v1/traces")]
    [InlineData("grpc", "http://collector:1", "", "http://collector:1/")]
    [InlineData("http/protobuf", "http://collector:1", "", "http://collector:1/v1/traces")]
    [InlineData("http/protobuf", "https://collector/otlp/", "", "https://collector/otlp/v1/traces")]
    [InlineData("http/protobuf", "http://collector:1", "http://traces:2", "http://traces:2/")]
    [InlineData("grpc", "http://collector:1", "http://traces:2", "http://traces:2/")]
    public void Endpoint_OfSpans_FollowsTheSpecification(string protocol, string endpoint, string traces, string url)
    {
        var options = Read(
            ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol), ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint), ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", traces));

        Assert.Equal(url, options.EffectiveEndpoint.AbsoluteUri);
    }

    [Fact]
    public void Read_VariablesOfSpansAlone_TakePrecedence()
    {
        var options = Read(
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/protobuf"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "a=b"),
            ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "c=d"),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "1"),
            ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "2"),
            ("OTEL_EXPORTER_OTLP_COMPRESSION", "none"),
            ("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "gzip"));

        Assert.Equal((false, "c=d", 2, true), (options.UsesGrpc, options.EffectiveHeaders, options.EffectiveTimeout, options.Compresses));
    }

    [Theory]
    [InlineData("Inbound", "Tracing:SharedSpanContext", "true")]
    [InlineData("Inbound", "Listeners:ingress_http:Tracing:SharedSpanContext", "true")]
    [InlineData("Outbound", "Tracing:SplitSpansForRequest", "true")]
    [InlineData("Outbound", "Listeners:ingress_http:Tracing:SpawnUpstreamSpan", "true")]
    public void ReadProgram_OtlpWithSharedSpans_SaysWhatToSet(string direction, string key, string value)
    {
        var exception = Assert.Throws<SettingException>(() => ReadProgram(direction, ("OTEL_TRACES_EXPORTER", "zipkin,otlp"), (key, value)));

        Assert.Equal("OTEL_TRACES_EXPORTER: 'zipkin,otlp' is not allowed with shared spans; set Tracing:SharedSpanContext to false", exception.Message);
    }

    [Theory]
    [InlineData("Inbound", "Tracing:SharedSpanContext", "false")]
    [InlineData("Inbound", "Listeners:ingress_http:Tracing:SharedSpanContext", "false")]
    [InlineData("Outbound", "Tracing:SharedSpanContext", "true")]
    public void ReadProgram_OtlpWithoutSharedSpans_IsAllowed(string direction, string key, string value) =>
        Assert.NotNull(ReadProgram(direction, ("OTEL_TRACES_EXPORTER", "otlp"), (key, value)).Listeners["ingress_http"].Tracing);

    [Fact]
    public void ReadProgram_OtlpWithoutTracingSection_TracesWithTheDefaults()
    {
        var options = ReadProgram("Outbound", ("OTEL_TRACES_EXPORTER", "otlp"), ("Tracing:CollectorCluster", null));

        Assert.Equal((100, 100), (options.Tracing?.RandomSampling, options.Listeners["ingress_http"].Tracing?.RandomSampling));
    }

    [Fact]
    public void ReadProgram_BothExportersWithoutCollector_NamesTheCluster()
    {
        var exception = Assert.Throws<SettingException>(() => ReadProgram("Outbound", ("OTEL_TRACES_EXPORTER", "zipkin,otlp"), ("Tracing:CollectorCluster", null)));

        Assert.Equal("Tracing:CollectorCluster: missing; required: the name of a cluster", exception.Message);
    }

    private static OpenTelemetryOptions Read(params (string Name, string? Value)[] variables) => OpenTelemetryOptions.Read(Configuration(variables));

    private static ZipkinMeshOptions ReadProgram(string direction, params (string Name, string? Value)[] settings) => MeshOptionsReader.ReadProgram(Configuration(
    [
        ("Node:Cluster", "front-proxy"),
        ("Listeners:ingress_http:Port", "8000"),
        ("Listeners:ingress_http:Direction", direction),
        ("Tracing:CollectorCluster", "zipkin"),
        ("ReverseProxy:Clusters:zipkin:Destinations:zipkin:Address", "http://zipkin:9411"),
        .. settings,
    ]));

    private static IConfigurationRoot Configuration((string Name, string? Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.GroupBy(setting => setting.Name).Select(group => KeyValuePair.Create(group.Key, group.Last().Value)).Where(setting => setting.Value is not null))
        .Build();
}
