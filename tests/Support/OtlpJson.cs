namespace ZipkinMesh.Tests.Support;

/// <summary>Writes OTLP messages in JSON.</summary>
internal static class OtlpJson
{
    public const string TraceId = "5b8efff798038103d269b633813fc60c";

    /// <summary>The ids and the times of a span.</summary>
    public const string Ids =
        $"\"traceId\":\"{TraceId}\",\"spanId\":\"eee19b7ec3c1b174\",\"startTimeUnixNano\":\"1544712660000000000\",\"endTimeUnixNano\":\"1544712661000000000\"";

    /// <summary>Returns a message of the service <c>web</c> with spans.</summary>
    public static string Message(params string[] spans) => Resource(
        """{"attributes":[{"key":"service.name","value":{"stringValue":"Web"}}]}""", Scope("", spans));

    /// <summary>Returns a message with one resource and one list of spans.</summary>
    public static string Resource(string resource, string scopeSpans) => $"{{\"resourceSpans\":[{{\"resource\":{resource},\"scopeSpans\":[{scopeSpans}]}}]}}";

    /// <summary>Returns a list of spans with more fields.</summary>
    public static string Scope(string fields, params string[] spans) => $"{{\"spans\":[{string.Join(',', spans)}]{fields}}}";

    /// <summary>Returns a span with more fields.</summary>
    public static string Span(string fields) => $"{{{Ids}{(fields.Length > 0 ? "," : "")}{fields}}}";

    /// <summary>Returns an attribute with a value in JSON.</summary>
    public static string Attribute(string key, string value) => $"{{\"key\":\"{key}\",\"value\":{value}}}";
}
