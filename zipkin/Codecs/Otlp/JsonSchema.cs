namespace ZipkinMesh.Zipkin.Codecs.Otlp;

/// <summary>
/// The messages of OTLP in JSON: the fields that are read, their numbers in protobuf, and their types. Other fields are ignored, as OTLP
/// requires.
/// </summary>
internal sealed class JsonSchema
{
    private static readonly JsonSchema Value = new();

    private static readonly JsonSchema Attribute = new(
        new("key", 1, JsonFieldType.Text), new("value", 2, JsonFieldType.Message, Value));

    private static readonly JsonSchema Items = new(new JsonField("values", 1, JsonFieldType.Messages, Value));

    private static readonly JsonSchema Attributes = new(new JsonField("values", 1, JsonFieldType.Messages, Attribute));

    private static readonly JsonSchema Resource = new(new JsonField("attributes", 1, JsonFieldType.Messages, Attribute));

    private static readonly JsonSchema Scope = new(
        new("name", 1, JsonFieldType.Text), new("version", 2, JsonFieldType.Text), new("attributes", 3, JsonFieldType.Messages, Attribute));

    private static readonly JsonSchema Event = new(
        new("timeUnixNano", 1, JsonFieldType.Fixed64),
        new("name", 2, JsonFieldType.Text),
        new("attributes", 3, JsonFieldType.Messages, Attribute),
        new("droppedAttributesCount", 4, JsonFieldType.Number));

    private static readonly JsonSchema Link = new(
        new("traceId", 1, JsonFieldType.Id),
        new("spanId", 2, JsonFieldType.Id),
        new("traceState", 3, JsonFieldType.Text),
        new("attributes", 4, JsonFieldType.Messages, Attribute),
        new("droppedAttributesCount", 5, JsonFieldType.Number));

    private static readonly JsonSchema Status = new(
        new("message", 2, JsonFieldType.Text),
        new("code", 3, JsonFieldType.Enum) { Names = ["STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"] });

    private static readonly JsonSchema Span = new(
        new("traceId", 1, JsonFieldType.Id),
        new("spanId", 2, JsonFieldType.Id),
        new("parentSpanId", 4, JsonFieldType.Id),
        new("name", 5, JsonFieldType.Text),
        new("kind", 6, JsonFieldType.Enum)
        {
            Names = ["SPAN_KIND_UNSPECIFIED", "SPAN_KIND_INTERNAL", "SPAN_KIND_SERVER", "SPAN_KIND_CLIENT", "SPAN_KIND_PRODUCER", "SPAN_KIND_CONSUMER"],
        },
        new("startTimeUnixNano", 7, JsonFieldType.Fixed64),
        new("endTimeUnixNano", 8, JsonFieldType.Fixed64),
        new("attributes", 9, JsonFieldType.Messages, Attribute),
        new("droppedAttributesCount", 10, JsonFieldType.Number),
        new("events", 11, JsonFieldType.Messages, Event),
        new("droppedEventsCount", 12, JsonFieldType.Number),
        new("links", 13, JsonFieldType.Messages, Link),
        new("droppedLinksCount", 14, JsonFieldType.Number),
        new("status", 15, JsonFieldType.Message, Status));

    private static readonly JsonSchema ScopeSpans = new(
        new("scope", 1, JsonFieldType.Message, Scope), new("spans", 2, JsonFieldType.Messages, Span));

    private static readonly JsonSchema ResourceSpans = new(
        new("resource", 1, JsonFieldType.Message, Resource), new("scopeSpans", 2, JsonFieldType.Messages, ScopeSpans));

    private JsonField[] _fields;

    // A value may contain values.
    static JsonSchema() => Value._fields =
    [
        new("stringValue", 1, JsonFieldType.Text),
        new("boolValue", 2, JsonFieldType.Boolean),
        new("intValue", 3, JsonFieldType.Number),
        new("doubleValue", 4, JsonFieldType.Double),
        new("arrayValue", 5, JsonFieldType.Message, Items),
        new("kvlistValue", 6, JsonFieldType.Message, Attributes),
        new("bytesValue", 7, JsonFieldType.Base64),
    ];

    private JsonSchema(params JsonField[] fields) => _fields = fields;

    /// <summary>The schema of <c>ExportTraceServiceRequest</c>.</summary>
    public static JsonSchema Request { get; } = new(new JsonField("resourceSpans", 1, JsonFieldType.Messages, ResourceSpans));

    /// <summary>Returns the field with a name; null when it isn't read.</summary>
    public JsonField? Find(string name)
    {
        foreach (var field in _fields)
        {
            if (field.Name == name)
            {
                return field;
            }
        }

        return null;
    }
}
