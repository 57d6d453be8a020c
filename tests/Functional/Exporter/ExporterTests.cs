using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Trace;
using ZipkinMesh.Exporter;
using ZipkinMesh.Tests.Proxy;

namespace ZipkinMesh.Tests.Exporter;

/// <summary>Tests the exporter of a service with collectors that work, fail and hang.</summary>
public sealed class ExporterTests : IDisposable
{
    private readonly ActivitySource _source = new($"exporter {Guid.NewGuid()}");
    private readonly Lines _log = new();

    [Fact]
    public async Task Environment_EndpointSet_IsUsed()
    {
        await using var collector = new FakeCollector();
        using (Build(new() { ["OTEL_EXPORTER_ZIPKIN_ENDPOINT"] = $"{collector.Address}/spans" }))
        {
            _source.StartActivity("work")!.Dispose();
        }

        Assert.Equal("POST /spans HTTP/1.1", (await collector.TakeReportAsync()).StartLine);
    }

    [Fact]
    public async Task Environment_EndpointSetAndConfigured_ConfiguredOneIsUsed()
    {
        await using var collector = new FakeCollector();
        using (Build(new() { ["OTEL_EXPORTER_ZIPKIN_ENDPOINT"] = "http://127.0.0.1:1/" }, options => options.Endpoint = new(collector.Address)))
        {
            _source.StartActivity("work")!.Dispose();
        }

        await collector.TakeAsync();
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_ZIPKIN_ENDPOINT", "zipkin:9411", "an http or https URL, such as http://localhost:9411/api/v2/spans")]
    [InlineData("OTEL_EXPORTER_ZIPKIN_TIMEOUT", "10s", "1 to 2147483647")]
    [InlineData("OTEL_EXPORTER_ZIPKIN_TIMEOUT", "0", "1 to 2147483647")]
    public void Environment_Invalid_NamesVariableAndAllowedValues(string key, string value, string allowed)
    {
        var error = Assert.Throws<OptionsValidationException>(() => Build(new() { [key] = value }));

        Assert.Equal($"{key}: '{value}' is not allowed; allowed: {allowed}", error.Message);
    }

    [Fact]
    public void Options_Invalid_NameEachOption()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Build([], options =>
        {
            (options.Endpoint, options.TimeoutMilliseconds, options.MaxPayloadSizeInBytes) = (new("ftp://zipkin"), 0, -1);
            options.BatchExportProcessorOptions = new() { MaxQueueSize = 10, ScheduledDelayMilliseconds = 0, MaxExportBatchSize = 11 };
        }));

        Assert.Equal(
            [
                "Endpoint: 'ftp://zipkin' is not allowed; allowed: an http or https URL, such as http://localhost:9411/api/v2/spans",
                "TimeoutMilliseconds: '0' is not allowed; allowed: 1 to 2147483647",
                "MaxPayloadSizeInBytes: '-1' is not allowed; allowed: 1 to 2147483647",
                "ScheduledDelayMilliseconds: '0' is not allowed; allowed: 1 to 2147483647",
                "MaxExportBatchSize: '11' is not allowed; allowed: 1 to 10, which is MaxQueueSize",
            ],
            error.Failures);
    }

    [Fact]
    public async Task Span_NotRecorded_IsNotExported()
    {
        await using var collector = new FakeCollector();
        using (Build([], options => options.Endpoint = new(collector.Address), new AlwaysOffSampler()))
        {
            _source.StartActivity("work")?.Dispose();
        }

        Assert.Empty(collector.TakeRemaining());
    }

    [Fact]
    public async Task Collector_FailsTwice_SpanArrivesAndIsCountedOnce()
    {
        await using var collector = new FakeCollector(0, 503, 503);
        using var provider = Build([], options => options.Endpoint = new(collector.Address));
        using var meter = new ExporterMeterReader(collector);
        _source.StartActivity("work")!.Dispose();

        Assert.True(provider.ForceFlush());

        await collector.TakeAsync();
        Assert.Equal(1, meter.Read("zipkin_mesh.exporter.spans", "sent"));
        Assert.Equal(2, meter.Read("zipkin_mesh.exporter.reports", "retried"));
        Assert.Equal(0, meter.Read("zipkin_mesh.exporter.spans_waiting"));
        await _log.WaitForAsync("Collector unavailable; retrying a report of 1 spans: 503 from ");
    }

    [Fact]
    public async Task Queue_Full_CountsAndLogsDroppedSpans()
    {
        var open = new TaskCompletionSource();
        await using var collector = new FakeCollector { Gate = open.Task };
        using var meter = new ExporterMeterReader(collector);
        using (Build([], options =>
        {
            options.Endpoint = new(collector.Address);
            options.BatchExportProcessorOptions = new() { MaxQueueSize = 10, MaxExportBatchSize = 1 };
        }))
        {
            _source.StartActivity("first")!.Dispose();
            await collector.TakeReportAsync(); // The collector holds this span; all later ones are queued.
            for (var i = 0; i < 13; i++)
            {
                _source.StartActivity($"work {i}")!.Dispose();
            }

            Assert.Equal(3, meter.Read("zipkin_mesh.exporter.spans", "dropped"));
            open.SetResult();
        }

        Assert.Equal(["first", .. Enumerable.Range(3, 10).Select(i => $"work {i}")], collector.TakeRemaining().Select(span => span.Name));
        await _log.WaitForAsync("Dropped the 3 oldest spans: the queue is full.");
        await _log.WaitForAsync("Spans sent: 11, failed: 0, dropped: 3.");
    }

    [Fact]
    public async Task Reports_MaxPayloadSize_IsKept()
    {
        const int MaxSize = 4096;
        await using var collector = new FakeCollector();
        using (Build([], options => (options.Endpoint, options.MaxPayloadSizeInBytes) = (new(collector.Address), MaxSize)))
        {
            for (var i = 0; i < 100; i++)
            {
                _source.StartActivity("work")!.Dispose();
            }
        }

        for (var count = 0; count < 100; count += collector.TakeRemaining().Count)
        {
            Assert.InRange((await collector.TakeReportAsync()).Body.Length, 1, MaxSize);
        }
    }

    [Fact]
    public async Task Simple_SpanEnds_IsSentBefore()
    {
        await using var collector = new FakeCollector();
        using var provider = Build([], options => (options.Endpoint, options.ExportProcessorType) = (new(collector.Address), ExportProcessorType.Simple));

        _source.StartActivity("work")!.Dispose();

        Assert.Single(collector.TakeRemaining());
    }

    [Fact]
    public async Task Collector_Hangs_PostEndsAfterTimeoutAndIsRepeated()
    {
        await using var collector = new RawServer { Handler = RawServer.Hang() };
        using var provider = Build(new() { ["OTEL_EXPORTER_ZIPKIN_TIMEOUT"] = "100" }, options => options.Endpoint = new(collector.Address));
        _source.StartActivity("work")!.Dispose();
        Assert.False(provider.ForceFlush(1));

        await collector.TakeAsync();
        await collector.TakeAsync();

        await _log.WaitForAsync("didn't respond in time");
        provider.Shutdown(1);
        await _log.WaitForAsync("Spans sent: 0, failed: 1, dropped: 0.");
    }

    [Fact]
    public async Task Endpoint_WithPassword_IsNotLogged()
    {
        await using var collector = new FakeCollector(0, 503);
        using var provider = Build([], options => options.Endpoint = new(collector.Address.Replace("//", "//user:secret@", StringComparison.Ordinal)));
        _source.StartActivity("work")!.Dispose();

        Assert.True(provider.ForceFlush());

        Assert.DoesNotContain("secret", await _log.WaitForAsync("503 from http://127.0.0.1"), StringComparison.Ordinal);
    }

    /// <summary>
    /// The provider is built and flushed within a span, and listens to the spans of .NET's HTTP client. Other tests of the process have such
    /// spans, too.
    /// </summary>
    [Fact]
    public async Task Reports_Own_AreNotTraced()
    {
        await using var collector = new FakeCollector();
        using var outer = new Activity("outer").Start();
        using (Build([], options => (options.Endpoint, options.HttpClientFactory) = (new(collector.Address), () => new HttpClient()), sources: "System.Net.Http"))
        {
            _source.StartActivity("work")!.Dispose();
        }

        Assert.Null((await collector.TakeReportAsync())["traceparent"]);
        var spans = collector.TakeRemaining();
        Assert.Contains(spans, span => span.Name == "work");
        Assert.DoesNotContain(spans, span => span.Tags.GetValueOrDefault("url.full", "").StartsWith(collector.Address, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _source.Dispose();
        _log.Dispose();
    }

    private TracerProvider Build(
        Dictionary<string, string?> environment, Action<ZipkinMeshExporterOptions>? configure = null, Sampler? sampler = null, params string[] sources) => Sdk.CreateTracerProviderBuilder()
        .ConfigureServices(services => services
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(environment).Build())
            .AddLogging(logging => logging.AddProvider(new LinesLoggerProvider(_log))))
        .AddSource([_source.Name, .. sources])
        .SetSampler(sampler ?? new AlwaysOnSampler())
        .AddZipkinMeshExporter(configure)
        .Build();
}
