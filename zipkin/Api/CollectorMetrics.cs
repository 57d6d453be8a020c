using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ZipkinMesh.Zipkin.Api;

/// <summary>What the collector has taken since the start. A message counts also when it is refused, and its bytes are those after gunzip.</summary>
internal sealed class CollectorMetrics
{
    public const string PrometheusType = "text/plain; version=0.0.4; charset=utf-8";

    // All of these belong to the lock: seven numbers that are told together should fit together.
    private readonly Lock _lock = new();
    private long _messages;
    private long _messagesDropped;
    private long _bytes;
    private long _spans;
    private long _spansDropped;
    private long _messageSpans;
    private long _messageBytes;

    public void Message()
    {
        lock (_lock)
        {
            _messages++;
        }
    }

    public void MessageDropped()
    {
        lock (_lock)
        {
            _messagesDropped++;
        }
    }

    public void Unpacked(int bytes)
    {
        lock (_lock)
        {
            _bytes += bytes;
            _messageBytes = bytes;
        }
    }

    /// <param name="spans">As many as the message had.</param>
    /// <param name="dropped">How many of them the sample rate left out.</param>
    public void Decoded(int spans, int dropped)
    {
        lock (_lock)
        {
            _spans += spans;
            _spansDropped += dropped;
            _messageSpans = spans;
        }
    }

    /// <summary><c>{"counter.zipkin_collector.messages.http":3.0, ..., "gauge.zipkin_collector.message_spans.http":1.0}</c>.</summary>
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
    /// <code>
    /// # HELP zipkin_collector_spans_total Spans in the messages
    /// # TYPE zipkin_collector_spans_total counter
    /// zipkin_collector_spans_total{transport="http",} 12.0
    /// </code>
    /// </summary>
    public string Prometheus()
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
                ("messages_dropped", false, "Messages refused", _messagesDropped),
                ("bytes", false, "Bytes in the messages", _bytes),
                ("spans", false, "Spans in the messages", _spans),
                ("spans_dropped", false, "Spans that were not stored", _spansDropped),
                ("message_spans", true, "Spans in the last message", _messageSpans),
                ("message_bytes", true, "Bytes of the last message", _messageBytes),
            ];
        }
    }
}
