using System.Text.Json;
using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.RecentRequests;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Proxy.Admin.Traces;

/// <summary>Writes requests as JSON. A field without a value is left out.</summary>
/// <remarks>
/// <code>
/// {
///  "total": 4711,
///  "requests": [
///   {
///    "start_time": "2026-11-30T09:40:42.137Z", "duration_ms": 12.4, "listener": "ingress_http",
///    "method": "GET", "host": "localhost:8000", "path": "/trace/1",
///    "response_code": 503, "response_flags": "UF", "response_flags_long": "UpstreamConnectionFailure",
///    "response_code_details": "upstream_reset_before_response_started{remote_connection_failure}",
///    "upstream_cluster": "service1", "upstream_service_time_ms": 10.1,
///    "attempts": [{ "upstream_host": "172.31.81.3:8000", "response_code": 503, "response_flags": "UF" }],
///    "request_id": "5951ce0d-8b58-96bf-b4a7-e8d8336907e3", "trace_id": "083b81a82b2cdc89", "span_id": "083b81a82b2cdc89", "sampled": true,
///    "trace_url": "http://localhost:9411/zipkin/traces/083b81a82b2cdc89"
///   }
///  ]
/// }
/// </code>
/// </remarks>
internal static class TracesJson
{
    public static void Write(Utf8JsonWriter json, long total, IEnumerable<RecentRequest> requests, TraceLinks links)
    {
        json.WriteStartObject();
        json.WriteNumber("total", total);
        json.WriteStartArray("requests");
        foreach (var request in requests)
        {
            Write(json, request, links);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RecentRequest request, TraceLinks links)
    {
        json.WriteStartObject();
        json.WriteString("start_time", ProtoJson.Timestamp(request.StartTime));
        WriteMilliseconds(json, "duration_ms", request.Duration);
        json.WriteString("listener", request.Listener);
        json.WriteString("method", request.Method);
        json.WriteString("host", request.Host);
        json.WriteString("path", request.Path);
        json.WriteNumber("response_code", request.StatusCode);
        if (request.Flag != ResponseFlags.None)
        {
            json.WriteString("response_flags", request.Flag);
            json.WriteString("response_flags_long", ResponseFlags.LongNamesOf(request.Flag));
        }

        WriteString(json, "response_code_details", request.Details);
        WriteString(json, "upstream_cluster", request.Cluster);
        if (request.UpstreamServiceTime is { } time)
        {
            WriteMilliseconds(json, "upstream_service_time_ms", time);
        }

        WriteAttempts(json, request.Attempts);
        WriteString(json, "request_id", request.RequestId);
        WriteTrace(json, request, links);
        json.WriteEndObject();
    }

    private static void WriteAttempts(Utf8JsonWriter json, IReadOnlyList<RecentAttempt> attempts)
    {
        json.WriteStartArray("attempts");
        foreach (var attempt in attempts)
        {
            json.WriteStartObject();
            json.WriteString("upstream_host", AuthorityOf(attempt.Address));
            json.WriteNumber("response_code", attempt.StatusCode);
            if (attempt.Flag != ResponseFlags.None)
            {
                json.WriteString("response_flags", attempt.Flag);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTrace(Utf8JsonWriter json, RecentRequest request, TraceLinks links)
    {
        if (request.TraceId.Length == 0)
        {
            return;
        }

        json.WriteString("trace_id", request.TraceId);
        json.WriteString("span_id", request.SpanId);
        json.WriteBoolean("sampled", request.IsSampled);
        if (request.IsSampled)
        {
            WriteString(json, "trace_url", links.UrlOf(request.TraceId));
        }
    }

    private static string AuthorityOf(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.Authority : address;

    private static void WriteMilliseconds(Utf8JsonWriter json, string name, TimeSpan time) => json.WriteNumber(name, Math.Round(time.TotalMilliseconds, 3));

    private static void WriteString(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }
}
