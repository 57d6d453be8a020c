using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ZipkinMesh.Tests.Support.Backends;

/// <summary>
/// Checks reports by the rules of two other backends for Zipkin v2 JSON. Jaeger 1 validates a report by Zipkin's API description and converts
/// it to Thrift. Jaeger 2 is an OpenTelemetry Collector, whose Zipkin receiver reads the report into the types of zipkin-go and translates these.
/// Both reject a whole report because of one span.
/// </summary>
internal static partial class ReportRules
{
    private const string Jaeger = "https://github.com/jaegertracing/jaeger/blob/b48d3b7438433f7e4deb1009b7910cdebdbca073/cmd/collector/app/zipkin/http_handler.go";
    private const string JaegerSpan = "https://github.com/jaegertracing/jaeger/blob/53955e348810c9d119bda87fc99951dd73603319/swagger-gen/models/span.go";
    private const string Api = "https://github.com/jaegertracing/jaeger-idl/blob/330966223a6c01d8eb59232818d6f05e4ed283e3/swagger/zipkin2-api.yaml";
    private const string ZipkinGo = "https://github.com/openzipkin/zipkin-go/blob/c72b89aa42a3e976c30e6c957ca0ab8dc943366a/model";
    private const string Translator =
        "https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/fa395875ad164304d377391fd496436f62517105/pkg/translator/zipkin/zipkinv2/to_translator.go";

    // Nanoseconds in 64 bits.
    private const long LastMicrosecond = long.MaxValue / 1000;

    /// <summary>Gets the rules for each span.</summary>
    public static IReadOnlyList<ReportRule> All { get; } =
    [
        new("traceId: 16 to 32 lower-case hex digits", Api, span => IsText(span, "traceId", WideId())),
        new("id: 16 lower-case hex digits", Api, span => IsText(span, "id", Id())),
        new("parentId: absent, or 16 lower-case hex digits", Api, span => IsAbsent(span, "parentId") || IsText(span, "parentId", Id())),
        new("kind: absent, or CLIENT, SERVER, PRODUCER or CONSUMER", Api, span => IsAbsent(span, "kind") || IsText(span, "kind", Kind())),
        new("name: absent, or a string", $"{ZipkinGo}/span.go", span => IsAbsent(span, "name") || IsText(span, "name", Any())),
        new("timestamp: absent, or whole microseconds that fit 64 bits as nanoseconds", $"{ZipkinGo}/span.go", span => IsAbsent(span, "timestamp") || IsInteger(span, "timestamp", 0, LastMicrosecond)),
        new("duration: absent, or whole microseconds; 0 counts as absent", JaegerSpan, span => IsAbsent(span, "duration") || IsInteger(span, "duration", 0, LastMicrosecond)),
        new("shared and debug: absent, or true or false", $"{ZipkinGo}/span.go", span => IsBooleanOrAbsent(span, "shared") && IsBooleanOrAbsent(span, "debug")),
        new("localEndpoint: has a serviceName, or the span belongs to no service", Translator, span => span.TryGetProperty("localEndpoint", out var endpoint) && IsText(endpoint, "serviceName", NotEmpty())),
        new("localEndpoint and remoteEndpoint: names, addresses and ports of the right form", $"{ZipkinGo}/endpoint.go", span => IsEndpointOrAbsent(span, "localEndpoint") && IsEndpointOrAbsent(span, "remoteEndpoint")),
        new("annotations: absent, or a list of distinct timestamps with a value", Api, span => IsAbsent(span, "annotations") || AreAnnotations(span.GetProperty("annotations"))),
        new("annotations: without two '|', between which the Collector expects JSON", Translator, span => AnnotationValues(span).All(value => value.Count(c => c == '|') < 2)),
        new("tags: absent, or strings", Api, span => IsAbsent(span, "tags") || AreTags(span.GetProperty("tags"))),
        new("tags: none is otlp.link.N, which the Collector parses as a link", Translator, span => !TagKeys(span).Any(key => key.StartsWith("otlp.link.", StringComparison.Ordinal))),
    ];

    /// <summary>Returns a line for each rule that a report breaks.</summary>
    public static IReadOnlyList<string> FindViolations(RawMessage report)
    {
        var violations = new List<string>();
        if (report["Content-Type"]?.Split(';')[0] != "application/json")
        {
            violations.Add($"Content-Type: application/json ({Jaeger}); is {report["Content-Type"]}");
        }

        using var json = JsonDocument.Parse(Encoding.Latin1.GetBytes(report.Body));
        violations.AddRange(json.RootElement.EnumerateArray().SelectMany(FindViolations));
        return violations;
    }

    /// <summary>Returns a line for each rule that a span breaks.</summary>
    public static IEnumerable<string> FindViolations(JsonElement span) =>
        All.Where(rule => !rule.Allows(span)).Select(rule => $"{rule.Requirement} ({rule.Source}): {span}");

    private static bool IsAbsent(JsonElement json, string name) => !json.TryGetProperty(name, out _);

    private static bool IsText(JsonElement json, string name, Regex form) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && form.IsMatch(value.GetString()!);

    // Go reads no fraction and no exponent into an integer.
    private static bool IsInteger(JsonElement json, string name, long min, long max) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && Digits().IsMatch(value.GetRawText())
            && value.TryGetInt64(out var number) && number >= min && number <= max;

    private static bool IsBooleanOrAbsent(JsonElement json, string name) =>
        !json.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    private static bool IsEndpointOrAbsent(JsonElement span, string name) => !span.TryGetProperty(name, out var endpoint)
        || (endpoint.ValueKind == JsonValueKind.Object
            && (IsAbsent(endpoint, "serviceName") || IsText(endpoint, "serviceName", Any()))
            && (IsAbsent(endpoint, "ipv4") || IsAddress(endpoint.GetProperty("ipv4"), AddressFamily.InterNetwork))
            && (IsAbsent(endpoint, "ipv6") || IsAddress(endpoint.GetProperty("ipv6"), AddressFamily.InterNetworkV6))
            && (IsAbsent(endpoint, "port") || IsInteger(endpoint, "port", 0, 65535)));

    // .NET reads "127.1" as an IPv4 address, Go doesn't; a scope is part of an address in neither.
    private static bool IsAddress(JsonElement json, AddressFamily family) => json.ValueKind == JsonValueKind.String
        && IPAddress.TryParse(json.GetString(), out var address) && address.AddressFamily == family
        && (family == AddressFamily.InterNetworkV6 ? !json.GetString()!.Contains('%', StringComparison.Ordinal) : address.ToString() == json.GetString());

    private static bool AreAnnotations(JsonElement annotations) => annotations.ValueKind == JsonValueKind.Array
        && annotations.EnumerateArray().All(annotation => IsInteger(annotation, "timestamp", 0, LastMicrosecond) && IsText(annotation, "value", Any()))
        && annotations.EnumerateArray().DistinctBy(annotation => annotation.GetRawText()).Count() == annotations.GetArrayLength();

    // Values and keys of the wrong type break the rules about the type.
    private static IEnumerable<string> AnnotationValues(JsonElement span) =>
        span.TryGetProperty("annotations", out var annotations) && AreAnnotations(annotations)
            ? annotations.EnumerateArray().Select(annotation => annotation.GetProperty("value").GetString()!)
            : [];

    private static IEnumerable<string> TagKeys(JsonElement span) =>
        span.TryGetProperty("tags", out var tags) && AreTags(tags) ? tags.EnumerateObject().Select(tag => tag.Name) : [];

    private static bool AreTags(JsonElement tags) =>
        tags.ValueKind == JsonValueKind.Object && tags.EnumerateObject().All(tag => tag.Value.ValueKind == JsonValueKind.String);

    [GeneratedRegex(@"\A[a-f0-9]{16,32}\z")]
    private static partial Regex WideId();

    [GeneratedRegex(@"\A[a-f0-9]{16}\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"\A(CLIENT|SERVER|PRODUCER|CONSUMER)\z")]
    private static partial Regex Kind();

    [GeneratedRegex(@"\A-?[0-9]+\z")]
    private static partial Regex Digits();

    [GeneratedRegex("")]
    private static partial Regex Any();

    [GeneratedRegex(".")]
    private static partial Regex NotEmpty();
}
