using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using ZipkinMesh.Hosting;
using ZipkinMesh.Zipkin.Options;

namespace ZipkinMesh.Tests.Zipkin;

public sealed class ZipkinOptionsTests
{
    [Fact]
    public void Read_Nothing_HasDefaults()
    {
        var options = Read();

        Assert.Equal("http://*:9411", options.Urls);
        Assert.Equal(
            [
                new("QUERY_PORT", "9411", "*", 9411),
                new("COLLECTOR_OTLP_HTTP_PORT", "4318", "*", 4318),
                new("COLLECTOR_OTLP_GRPC_PORT", "4317", "*", 4317, HttpProtocols.Http2),
            ],
            options.FindListenAddresses());
        Assert.Equal((500_000, 86_400_000, 1.0, 1000), (options.MaxSpans, options.LookbackMs, options.SampleRate, options.MaxMessages));
        Assert.True(options is { StrictTraceId: true, SearchEnabled: true, CollectorEnabled: true, QueryEnabled: true, UiEnabled: true });
        Assert.Empty(options.AutocompleteKeys);
        Assert.Equal((10, 900_000, null, null), (options.Ui.QueryLimit, options.Ui.DefaultLookbackMs, options.Ui.LogsUrl, options.Ui.SupportUrl));
    }

    [Fact]
    public void Read_Settings_AreBound()
    {
        var options = Read(
            ("QUERY_PORT", "1"), ("urls", "http://127.0.0.1:0"), ("STRICT_TRACE_ID", "False"), ("AUTOCOMPLETE_KEYS", "a, b,"),
            ("QUERY_LOOKBACK", "9223372036854775807"), ("COLLECTOR_SAMPLE_RATE", "0.25"), ("ZIPKIN_UI_LOGS_URL", "http://logs/{traceId}"), ("UI_ENABLED", ""));

        Assert.Equal("http://127.0.0.1:0", options.Urls);
        Assert.Equal([new("--urls", "http://127.0.0.1:0", "127.0.0.1", 0)], options.FindListenAddresses());
        Assert.Equal((false, long.MaxValue, 0.25, true), (options.StrictTraceId, options.LookbackMs, options.SampleRate, options.UiEnabled));
        Assert.Equal(["a", "b"], options.AutocompleteKeys);
        Assert.Equal("http://logs/{traceId}", options.Ui.LogsUrl);
    }

    [Theory]
    [InlineData("4318", "off", "127.0.0.1:9411 127.0.0.2:9412 127.0.0.1:4318 127.0.0.2:4318")]
    [InlineData("off", "0", "127.0.0.1:9411 127.0.0.2:9412 127.0.0.1:0 127.0.0.2:0")]
    [InlineData("", "", "127.0.0.1:9411 127.0.0.2:9412")]
    public void Read_UrlsAndPortsOfOtlp_OpensThePortsThatAreSetAtEachHost(string http, string grpc, string addresses)
    {
        var options = Read(
            ("urls", "http://127.0.0.1:9411;http://127.0.0.2:9412"), ("COLLECTOR_OTLP_HTTP_PORT", http), ("COLLECTOR_OTLP_GRPC_PORT", grpc));

        Assert.Equal(addresses, string.Join(' ', options.FindListenAddresses().Select(address => $"{address.Host}:{address.Port}")));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("65536")]
    [InlineData("none")]
    public void Read_InvalidPortOfOtlp_NamesWhatIsAllowed(string port)
    {
        var problem = Assert.Throws<SettingException>(() => Read(("COLLECTOR_OTLP_GRPC_PORT", port)));

        Assert.Equal($"COLLECTOR_OTLP_GRPC_PORT: '{port}' is not allowed; allowed: 0 to 65535, or off", problem.Message);
    }

    private static ZipkinOptions Read(params (string Key, string Value)[] settings) => ZipkinOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build());
}
