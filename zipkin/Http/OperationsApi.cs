using System.Text;
using ZipkinMesh.Zipkin.Ingest;

namespace ZipkinMesh.Zipkin.Http;

/// <summary>Serves health, version and metrics, also under <c>/actuator</c> for monitors that are configured for Zipkin.</summary>
internal sealed class OperationsApi(CollectorMetrics metrics)
{
    private const string JsonType = "application/json; charset=utf-8";

    /// <summary>Returns the handler for a path, or null when there is none.</summary>
    public RequestDelegate? Find(string path) => path switch
    {
        "/health" or "/actuator/health" => HealthAsync,
        "/info" or "/actuator/info" => InfoAsync,
        "/metrics" => context => Responses.WriteJsonAsync(context, metrics.Write),
        "/prometheus" or "/actuator/prometheus" => PrometheusAsync,
        _ => null,
    };

    /// <summary>
    /// Writes <c>{"status":"UP","zipkin":{"status":"UP","details":{"InMemoryStorage{}":{"status":"UP"}}}}</c>: storage in memory is always
    /// up.
    /// </summary>
    private static Task HealthAsync(HttpContext context) => Responses.WriteJsonAsync(
        context,
        json =>
        {
            json.WriteStartObject();
            json.WriteString("status"u8, "UP"u8);
            json.WriteStartObject("zipkin"u8);
            json.WriteString("status"u8, "UP"u8);
            json.WriteStartObject("details"u8);
            json.WriteStartObject("InMemoryStorage{}"u8);
            json.WriteString("status"u8, "UP"u8);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        },
        JsonType);

    /// <summary>
    /// Writes <c>{"zipkin":{"version":"1.0.0","commit":"c5b4eee"}}</c>; the commit is empty in a build outside the Git repository.
    /// </summary>
    private static Task InfoAsync(HttpContext context) => Responses.WriteJsonAsync(
        context,
        json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("zipkin"u8);
            json.WriteString("version"u8, BuildInfo.Version);
            json.WriteString("commit"u8, BuildInfo.Commit);
            json.WriteEndObject();
            json.WriteEndObject();
        },
        JsonType);

    private Task PrometheusAsync(HttpContext context) =>
        Responses.WriteBytesAsync(context, StatusCodes.Status200OK, CollectorMetrics.PrometheusType, Encoding.UTF8.GetBytes(metrics.ToPrometheus()));
}
