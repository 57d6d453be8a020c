using System.Text;
using ZipkinMesh.Proxy.Formatting;
using ZipkinMesh.Proxy.Formatting.Operators;
using ZipkinMesh.Proxy.Formatting.Output;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.AccessLog;

/// <summary>
/// Formats lines as JSON objects with the keys of Envoy Gateway's default
/// (https://gateway.envoyproxy.io/docs/tasks/observability/proxy-accesslog/), and the ids of the trace. Types are Envoy's: numbers are
/// numbers, and what a request doesn't have is null.
/// <code>
/// {"start_time":"2026-11-30T09:41:04.357Z","method":"GET",...,"response_code":200,...,"upstream_transport_failure_reason":null,...}
/// </code>
/// </summary>
internal sealed class JsonFormat : LineFormat
{
    private static readonly (byte[] Start, FormatOperator Operator)[] Fields =
    [
        Field("{", "start_time", "%START_TIME%"),
        Field(",", "method", "%REQ(:METHOD)%"),
        Field(",", "x-envoy-origin-path", "%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%"),
        Field(",", "protocol", "%PROTOCOL%"),
        Field(",", "response_code", "%RESPONSE_CODE%"),
        Field(",", "response_flags", "%RESPONSE_FLAGS%"),
        Field(",", "response_code_details", "%RESPONSE_CODE_DETAILS%"),
        Field(",", "connection_termination_details", "%CONNECTION_TERMINATION_DETAILS%"),
        Field(",", "upstream_transport_failure_reason", "%UPSTREAM_TRANSPORT_FAILURE_REASON%"),
        Field(",", "bytes_received", "%BYTES_RECEIVED%"),
        Field(",", "bytes_sent", "%BYTES_SENT%"),
        Field(",", "duration", "%DURATION%"),
        Field(",", "x-envoy-upstream-service-time", "%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%"),
        Field(",", "x-forwarded-for", "%REQ(X-FORWARDED-FOR)%"),
        Field(",", "user-agent", "%REQ(USER-AGENT)%"),
        Field(",", "x-request-id", "%REQ(X-REQUEST-ID)%"),
        Field(",", ":authority", "%REQ(:AUTHORITY)%"),
        Field(",", "upstream_host", "%UPSTREAM_HOST%"),
        Field(",", "upstream_cluster", "%UPSTREAM_CLUSTER%"),
        Field(",", "upstream_local_address", "%UPSTREAM_LOCAL_ADDRESS%"),
        Field(",", "downstream_local_address", "%DOWNSTREAM_LOCAL_ADDRESS%"),
        Field(",", "downstream_remote_address", "%DOWNSTREAM_REMOTE_ADDRESS%"),
        Field(",", "requested_server_name", "%REQUESTED_SERVER_NAME%"),
        Field(",", "route_name", "%ROUTE_NAME%"),
        Field(",", "trace_id", "%TRACE_ID%"),
        Field(",", "span_id", "%SPAN_ID%"),
    ];

    public override ValueEscaping Escaping => ValueEscaping.Json;

    public override void Append(StreamInfo stream, FormatBuffer output)
    {
        foreach (var (start, fact) in Fields)
        {
            output.AppendRaw(start);
            var begin = output.Length;
            output.AppendRaw(fact.IsNumber ? [] : "\""u8);
            if (fact.TryAppend(stream, output))
            {
                output.AppendRaw(fact.IsNumber ? [] : "\""u8);
            }
            else
            {
                output.Truncate(begin);
                output.AppendRaw("null"u8);
            }
        }

        output.AppendRaw("}\n"u8);
    }

    private static (byte[] Start, FormatOperator Operator) Field(string separator, string key, string value) =>
        (Encoding.UTF8.GetBytes($"{separator}\"{key}\":"), FormatParser.Parse(key, value).Single().Operator!);
}
