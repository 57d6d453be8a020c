using System.Text.Json;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Json;

/// <summary>
/// Reads <c>[{"traceId":"463ac35c9f6413ad","id":"72485a3953bb6124"}, ...]</c>. The first mistake refuses the whole list.
/// Unknown fields are passed over, null is absent, of a repeated field the last wins; after the list nothing is read.
/// </summary>
internal static class SpanListReader
{
    /// <exception cref="RefusedException"/>
    public static List<Span> Read(ReadOnlySpan<byte> json)
    {
        var draft = new SpanDraft();
        return JsonSpanList.Read(json, (ref JsonCursor cursor, List<Span> spans) => spans.Add(ReadSpan(ref cursor, draft)));
    }

    private static Span ReadSpan(ref JsonCursor cursor, SpanDraft draft)
    {
        cursor.Expect(JsonTokenType.StartObject);
        draft.Clear();
        while (cursor.NextField(out var name))
        {
            cursor.Field = name;
            cursor.Next();
            if (cursor.Token != JsonTokenType.Null || name is "traceId" or "id")
            {
                ReadField(ref cursor, name, draft);
            }
        }

        cursor.Field = null;
        return draft.Build();
    }

    private static void ReadField(ref JsonCursor cursor, string name, SpanDraft draft)
    {
        switch (name)
        {
            case "traceId": draft.TraceId = cursor.TraceId(); break;
            case "parentId": draft.ParentId = cursor.ParentId(); break;
            case "id": draft.Id = cursor.SpanId(); break;
            case "kind": draft.Kind = SpanKinds.Read(cursor.Text()); break;
            case "name": draft.Name = cursor.Text(); break;
            case "timestamp": draft.Timestamp = cursor.Number(); break;
            case "duration": draft.Duration = cursor.Number(); break;
            case "localEndpoint": draft.Local = EndpointReader.Read(ref cursor); break;
            case "remoteEndpoint": draft.Remote = EndpointReader.Read(ref cursor); break;
            case "annotations": ReadAnnotations(ref cursor, draft); break;
            case "tags": ReadTags(ref cursor, draft); break;
            case "debug": draft.Debug = cursor.Flag(); break;
            case "shared": draft.Shared = cursor.Flag(); break;
            default: cursor.Skip(); break;
        }
    }

    private static void ReadAnnotations(ref JsonCursor cursor, SpanDraft draft)
    {
        cursor.Expect(JsonTokenType.StartArray);
        draft.Annotations.Clear();
        for (cursor.Next(); cursor.Token != JsonTokenType.EndArray; cursor.Next())
        {
            cursor.Expect(JsonTokenType.StartObject);
            cursor.Item++;
            draft.Annotations.Add(ReadAnnotation(ref cursor));
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
            ? throw new RefusedException($"Incomplete annotation at {cursor.Path}")
            : new Annotation(timestamp.Value, value);
    }

    private static void ReadTags(ref JsonCursor cursor, SpanDraft draft)
    {
        cursor.Expect(JsonTokenType.StartObject);
        draft.ClearTags();
        while (cursor.NextField(out var key))
        {
            cursor.Inner = key;
            cursor.Next();
            draft.AddTag(key, cursor.Token == JsonTokenType.Null ? throw new RefusedException($"No value at {cursor.Path}") : cursor.Text());
        }

        cursor.Inner = null;
    }
}
