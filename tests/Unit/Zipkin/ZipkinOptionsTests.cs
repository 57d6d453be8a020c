using Microsoft.Extensions.Configuration;
using ZipkinMesh.Zipkin.Options;

namespace ZipkinMesh.Tests.Zipkin;

public sealed class ZipkinOptionsTests
{
    [Fact]
    public void Read_Nothing_HasDefaults()
    {
        var options = Read();

        Assert.Equal(("http://*:9411", ("QUERY_PORT", "9411")), (options.Urls, options.UrlsSource));
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

        Assert.Equal(("http://127.0.0.1:0", ("--urls", "http://127.0.0.1:0")), (options.Urls, options.UrlsSource));
        Assert.Equal((false, long.MaxValue, 0.25, true), (options.StrictTraceId, options.LookbackMs, options.SampleRate, options.UiEnabled));
        Assert.Equal(["a", "b"], options.AutocompleteKeys);
        Assert.Equal("http://logs/{traceId}", options.Ui.LogsUrl);
    }

    private static ZipkinOptions Read(params (string Key, string Value)[] settings) => ZipkinOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build());
}
