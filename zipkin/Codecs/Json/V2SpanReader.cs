using System.Text.Json;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.Json;

/// <summary>
/// Reads <c>[{"traceId":"463ac35c9f6413ad","id":"72485a3953bb6124"}, ...]</c>. The first error rejects the whole list. Unknown fields are
/// skipped, null means absent, of a repeated field the last value is used, and anything after the list is ignored.
/// </summary>
internal static class V2SpanReader
{
    /// <exception cref="InvalidSpanException"/>
    public static List<Span> Read(ReadOnlySpan<byte> json)
    {
        var builder = new SpanBuilder(new DecodeBudget());
        return JsonListReader.Read(json, (ref JsonCursor cursor, List<Span> spans) => spans.Add(ReadSpan(ref cursor, builder)));
    }

    private static Span ReadSpan(ref JsonCursor cursor, SpanBuilder builder)
    {
        cursor.Expect(JsonTokenType.StartObject);
        builder.Clear();
        while (cursor.NextField(out var name))
        {
            cursor.Field = name;
            cursor.Next();
            if (cursor.Token != JsonTokenType.Null || name is "traceId" or "id")
            {
                ReadField(ref cursor, name, builder);
            }
        }

        cursor.Field = null;
        return builder.Build();
    }

    private static void ReadField(ref JsonCursor cursor, string name, SpanBuilder builder)
    {
        switch (name)
        {
            case "traceId": builder.TraceId = cursor.TraceId(); break;
            case "parentId": builder.ParentId = cursor.ParentId(); break;
            case "id": builder.Id = cursor.SpanId(); break;
            case "kind": builder.Kind = SpanKindNames.Parse(cursor.Text()); break;
            case "name": builder.Name = cursor.Text(); break;
            case "timestamp": builder.Timestamp = cursor.Number(); break;
            case "duration": builder.Duration = cursor.Number(); break;
            case "localEndpoint": builder.Local = EndpointReader.Read(ref cursor); break;
            case "remoteEndpoint": builder.Remote = EndpointReader.Read(ref cursor); break;
            case "annotations": ReadAnnotations(ref cursor, builder); break;
            case "tags": ReadTags(ref cursor, builder); break;
            case "debug": builder.Debug = cursor.Boolean(); break;
            case "shared": builder.Shared = cursor.Boolean(); break;
            default: cursor.Skip(); break;
        }
    }

    private static void ReadAnnotations(ref JsonCursor cursor, SpanBuilder builder)
    {
        cursor.Expect(JsonTokenType.StartArray);
        builder.Annotations.Clear();
        for (cursor.Next(); cursor.Token != JsonTokenType.EndArray; cursor.Next())
        {
            cursor.Expect(JsonTokenType.StartObject);
            cursor.Item++;
            var (timestamp, value) = ReadAnnotation(ref cursor);
            builder.AddAnnotation(timestamp, value);
            cursor.Inner = null;
        }

        cursor.Item = -1;
    }

    private static Annotation ReadAnnotation(ref JsonCursor cursor)
    {
        long? timestamp = null;
        string? value = null;
        while (cursor.NextField(out var name))
        {
            cursor.Inner = name;
            cursor.Next();
            switch (name)
            {
                case "timestamp": timestamp = cursor.Number(); break;
                case "value": value = cursor.Text(); break;
                default: cursor.Skip(); break;
            }
        }

        return timestamp is null || value is null
            ? throw new InvalidSpanException($"Incomplete annotation at {cursor.Path}")
            : new Annotation(timestamp.Value, value);
    }

    private static void ReadTags(ref JsonCursor cursor, SpanBuilder builder)
    {
        cursor.Expect(JsonTokenType.StartObject);
        builder.ClearTags();
        while (cursor.NextField(out var key))
        {
            cursor.Inner = key;
            cursor.Next();
            builder.AddTag(key, cursor.Token == JsonTokenType.Null ? throw new InvalidSpanException($"No value at {cursor.Path}") : cursor.Text());
        }

        cursor.Inner = null;
    }
}
