using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ZipkinMesh.Zipkin.Ingest;

/// <summary>
/// Counts what the collector received since the start. Rejected messages count as received; bytes are counted after decompression.
/// </summary>
internal sealed class CollectorMetrics
{
    public const string PrometheusType = "text/plain; version=0.0.4; charset=utf-8";

    // Guards all fields below: the values of one report are consistent with each other.
    private readonly Lock _lock = new();
    private long _messages;
    private long _messagesDropped;
    private long _bytes;
    private long _spans;
    private long _spansDropped;
    private long _messageSpans;
    private long _messageBytes;

    public void IncrementMessages()
    {
        lock (_lock)
        {
            _messages++;
        }
    }

    public void IncrementMessagesDropped()
    {
        lock (_lock)
        {
            _messagesDropped++;
        }
    }

    /// <summary>Adds the size of a message, after decompression.</summary>
    public void AddBytes(int bytes)
    {
        lock (_lock)
        {
            _bytes += bytes;
            _messageBytes = bytes;
        }
    }

    /// <summary>Adds the spans of a message.</summary>
    /// <param name="spans">The number of spans in the message.</param>
    /// <param name="dropped">The number of them that were not sampled, or rejected.</param>
    public void AddSpans(int spans, int dropped)
    {
        lock (_lock)
        {
            _spans += spans;
            _spansDropped += dropped;
            _messageSpans = spans;
        }
    }

    /// <summary>
    /// Writes <c>{"counter.zipkin_collector.messages.http":3.0, ..., "gauge.zipkin_collector.message_spans.http":1.0}</c>.
    /// </summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var (name, isGauge, _, value) in Values())
        {
            json.WritePropertyName($"{(isGauge ? "gauge" : "counter")}.zipkin_collector.{name}.http");
            json.WriteRawValue(string.Create(CultureInfo.InvariantCulture, $"{value}.0"));
        }

        json.WriteEndObject();
    }

    /// <summary>
    /// Returns the metrics in the Prometheus text format:
    /// <code>
    /// # HELP zipkin_collector_spans_total Spans received
    /// # TYPE zipkin_collector_spans_total counter
    /// zipkin_collector_spans_total{transport="http",} 12.0
    /// </code>
    /// </summary>
    public string ToPrometheus()
    {
        var text = new StringBuilder();
        foreach (var (name, isGauge, help, value) in Values())
        {
            var metric = $"zipkin_collector_{name}{(isGauge ? "" : "_total")}";
            text.Append(CultureInfo.InvariantCulture, $"# HELP {metric} {help}\n");
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {metric} {(isGauge ? "gauge" : "counter")}\n");
            text.Append(CultureInfo.InvariantCulture, $"{metric}{{transport=\"http\",}} {value}.0\n");
        }

        return text.ToString();
    }

    private (string Name, bool IsGauge, string Help, long Value)[] Values()
    {
        lock (_lock)
        {
            return
            [
                ("messages", false, "Messages received", _messages),
                ("messages_dropped", false, "Messages rejected as invalid", _messagesDropped),
                ("bytes", false, "Bytes received, after decompression", _bytes),
                ("spans", false, "Spans received", _spans),
                ("spans_dropped", false, "Spans dropped by sampling, or rejected alone", _spansDropped),
                ("message_spans", true, "Spans in the last message", _messageSpans),
                ("message_bytes", true, "Bytes in the last message", _messageBytes),
            ];
        }
    }
}
