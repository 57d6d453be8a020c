using System.Text.Json;
using ZipkinMesh.Zipkin.Codecs.Json;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.V1;

/// <summary>
/// Reads JSON v1, the format of Zipkin's first tracers, and converts its spans:
/// <code>
/// [{"traceId":"a1","id":"b1","name":"get","timestamp":1472470996199000,"duration":207000,
///   "annotations":[{"timestamp":1472470996199000,"value":"cs","endpoint":{"serviceName":"front-proxy"}}, ...],
///   "binaryAnnotations":[{"key":"http.path","value":"/","endpoint":{"serviceName":"front-proxy"}},
///                        {"key":"sa","value":true,"endpoint":{"serviceName":"service1"}}]}]
/// </code>
/// </summary>
internal static class V1SpanReader
{
    /// <exception cref="InvalidSpanException"/>
    public static List<Span> Read(ReadOnlySpan<byte> json)
    {
        var budget = new DecodeBudget();
        return JsonListReader.Read(
            json, (ref JsonCursor cursor, List<Span> spans) => spans.AddRange(new V1SpanConverter(ReadSpan(ref cursor, budget), budget).Convert()));
    }

    private static V1Span ReadSpan(ref JsonCursor cursor, DecodeBudget budget)
    {
        cursor.Expect(JsonTokenType.StartObject);
        var span = new V1Span();
        while (cursor.NextField(out var name))
        {
            cursor.Field = name;
            cursor.Next();
            if (cursor.Token != JsonTokenType.Null || name is "traceId" or "id")
            {
                ReadField(ref cursor, name, span, budget);
            }
        }

        cursor.Field = null;
        return span.TraceId == default ? throw new InvalidSpanException("traceId == 0")
            : span.Id == 0 ? throw new InvalidSpanException("id == 0")
            : span;
    }

    private static void ReadField(ref JsonCursor cursor, string name, V1Span span, DecodeBudget budget)
    {
        switch (name)
        {
            case "traceId": span.TraceId = cursor.TraceId(); break;
            case "parentId": span.ParentId = cursor.ParentId(); break;
            case "id": span.Id = cursor.SpanId(); break;
            case "name": span.Name = cursor.Text(); break;
            case "timestamp": span.Timestamp = cursor.Number(); break;
            case "duration": span.Duration = cursor.Number(); break;
            case "debug": span.Debug = cursor.Boolean(); break;
            case "annotations":
                span.Annotations.Clear();
                while (NextItem(ref cursor))
                {
                    budget.Add(DecodeBudget.AnnotationBytes);
                    span.Annotations.Add(ReadAnnotation(ref cursor));
                }

                break;
            case "binaryAnnotations":
                span.BinaryAnnotations.Clear();
                while (NextItem(ref cursor))
                {
                    budget.Add(DecodeBudget.TagBytes);
                    span.BinaryAnnotations.Add(ReadBinaryAnnotation(ref cursor));
                }

                break;
            default: cursor.Skip(); break;
        }
    }

    /// <summary>Advances to the next object of a list; returns false at its end.</summary>
    private static bool NextItem(ref JsonCursor cursor)
    {
        if (cursor.Item < 0)
        {
            cursor.Expect(JsonTokenType.StartArray);
        }

        cursor.Inner = null;
        cursor.Next();
        if (cursor.Token == JsonTokenType.EndArray)
        {
            cursor.Item = -1;
            return false;
        }

        cursor.Expect(JsonTokenType.StartObject);
        cursor.Item++;
        return true;
    }

    private static V1Annotation ReadAnnotation(ref JsonCursor cursor)
    {
        long? timestamp = null;
        string? value = null;
        SpanEndpoint? endpoint = null;
        while (cursor.NextField(out var name))
        {
            cursor.Inner = name;
            cursor.Next();
            switch (name)
            {
                case "timestamp": timestamp = cursor.Number(); break;
                case "value": value = cursor.Text(); break;
                case "endpoint" when cursor.Token != JsonTokenType.Null: endpoint = EndpointReader.Read(ref cursor); break;
                default: cursor.Skip(); break;
            }
        }

        return timestamp is null || value is null
            ? throw new InvalidSpanException($"Incomplete annotation at {cursor.Path}")
            : new V1Annotation(timestamp.Value, value, endpoint);
    }

    // Values other than strings belong to addresses, or to types that Zipkin no longer supports.
    private static V1BinaryAnnotation ReadBinaryAnnotation(ref JsonCursor cursor)
    {
        string? key = null, value = null;
        SpanEndpoint? endpoint = null;
        while (cursor.NextField(out var name))
        {
            cursor.Inner = name;
            cursor.Next();
            switch (name)
            {
                case "key": key = cursor.Text(); break;
                case "value" when cursor.Token == JsonTokenType.String: value = cursor.Text(); break;
                case "endpoint" when cursor.Token != JsonTokenType.Null: endpoint = EndpointReader.Read(ref cursor); break;
                default: cursor.Skip(); break;
            }
        }

        return key is null ? throw new InvalidSpanException($"No key at {cursor.Path}") : new V1BinaryAnnotation(key, value, endpoint);
    }
}
