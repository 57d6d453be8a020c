using System.Text;

namespace ZipkinMesh.Zipkin.Api;

/// <summary>What those ask who run the server: is it well, which is it, what has it done. Each also below <c>/actuator</c>, as monitors of the real one ask.</summary>
internal sealed class OperationsApi(CollectorMetrics metrics)
{
    private const string JsonType = "application/json; charset=utf-8";

    /// <summary>Who answers the path; null when nobody does.</summary>
    public RequestDelegate? Find(string path) => path switch
    {
        "/health" or "/actuator/health" => HealthAsync,
        "/info" or "/actuator/info" => InfoAsync,
        "/metrics" => context => Answers.JsonAsync(context, metrics.Write),
        "/prometheus" or "/actuator/prometheus" => PrometheusAsync,
        _ => null,
    };

    /// <summary>
    /// Memory is always there:
    /// <c>{"status":"UP","zipkin":{"status":"UP","details":{"InMemoryStorage{}":{"status":"UP"}}}}</c>.
    /// </summary>
    private static Task HealthAsync(HttpContext context) => Answers.JsonAsync(
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

    /// <summary><c>{"zipkin":{"version":"1.0.0","commit":"c5b4eee"}}</c>; no commit is known of what was built outside its repository.</summary>
    private static Task InfoAsync(HttpContext context) => Answers.JsonAsync(
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
        Answers.BytesAsync(context, StatusCodes.Status200OK, CollectorMetrics.PrometheusType, Encoding.UTF8.GetBytes(metrics.Prometheus()));
}
