using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using ZipkinMesh.Exporter.Reporting;
using ZipkinMesh.Exporter.Spans;
using ZipkinMesh.Proxy.Reporting;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Bench.Micro;

/// <summary>Measures the steps from a span of the demo to a report.</summary>
public class SpanBenchmarks
{
    private static readonly (string Name, string Value)[] Tags =
    [
        ("guid:x-request-id", "5951ce0d-8b58-96bf-b4a7-e8d8336907e3"),
        ("http.url", "http://172.31.81.10:8000/trace/1"),
        ("http.method", "GET"),
        ("downstream_cluster", "-"),
        ("user_agent", "curl/7.68.0"),
        ("http.protocol", "HTTP/1.1"),
        ("peer.address", "172.31.81.1"),
        ("request_size", "0"),
        ("node_id", "front-envoy"),
        ("component", "proxy"),
        ("upstream_cluster", "service1"),
        ("upstream_cluster.name", "service1"),
        ("http.status_code", "200"),
        ("response_size", "90"),
        ("response_flags", "-"),
    ];

    private readonly JsonBuffer _buffer = new();
    private readonly ZipkinJson _json = new("front-proxy", "172.31.81.10");
    private readonly ReportQueue _queue = new(
        new() { MaxSpans = QueueLimits.DefaultReportSpans, MaxBytes = 10 * QueueLimits.DefaultReportBytes, FlushInterval = TimeSpan.FromMinutes(1) }, new ReporterStats());
    private static readonly SpanIdentity Identity = new("463ac35c9f6413ad", "a2fb4a1d1a96d312", null, true, false);
    private readonly Activity _span = CreateSpan();
    private Activity? _created;
    private byte[] _written = [];

    [GlobalSetup]
    public void Prepare()
    {
        Write();
        _written = _buffer.Written.ToArray();
    }

    [Benchmark(Description = "make a span, tag it, end it")]
    public object Create() => _created = CreateSpan();

    [Benchmark(Description = "write a span as JSON")]
    public int Write()
    {
        _buffer.Clear();
        _json.Write(_buffer, _span, Identity);
        return _buffer.Written.Length;
    }

    [Benchmark(Description = "the tags alone, by Utf8JsonWriter")]
    public long WriteByFramework()
    {
        using var writer = new Utf8JsonWriter(new ArrayBufferWriter<byte>(2048), new JsonWriterOptions { SkipValidation = true });
        writer.WriteStartObject();
        foreach (var (key, value) in _span.EnumerateTagObjects())
        {
            writer.WriteString(key, value as string);
        }

        writer.WriteEndObject();
        writer.Flush();
        return writer.BytesCommitted;
    }

    [Benchmark(Description = "put a written span into a report", OperationsPerInvoke = QueueLimits.DefaultReportSpans)]
    public void Queue()
    {
        for (var i = 0; i < QueueLimits.DefaultReportSpans; i++)
        {
            _queue.Add(_written);
        }

        _queue.Done(_queue.Take()!);
    }

    private static Activity CreateSpan()
    {
        var span = new Activity("check_server1");
        span.SetParentId(ActivityTraceId.CreateFromString("0000000000000000463ac35c9f6413ad"), ActivitySpanId.CreateFromString("a2fb4a1d1a96d312"));
        span.Start();
        foreach (var (name, value) in Tags)
        {
            span.AddTag(name, value);
        }

        span.Stop();
        return span;
    }
}
