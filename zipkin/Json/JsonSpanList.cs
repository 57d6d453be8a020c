using System.Text.Json;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Json;

/// <summary>A list of spans in JSON, of either version. The first mistake refuses the whole; after the list nothing is read.</summary>
internal static class JsonSpanList
{
    private const string Suffix = " reading List<Span> from json";

    /// <summary>Reads one item of the list, of which the cursor is at the first token, into the spans.</summary>
    public delegate void ReadItem(ref JsonCursor cursor, List<Span> spans);

    /// <exception cref="RefusedException"/>
    public static List<Span> Read(ReadOnlySpan<byte> json, ReadItem read)
    {
        var cursor = new JsonCursor(RawControls.Escape(json));
        var spans = new List<Span>();
        try
        {
            cursor.Next();
            cursor.Expect(JsonTokenType.StartArray);
            for (cursor.Next(); cursor.Token != JsonTokenType.EndArray; cursor.Next())
            {
                cursor.Span++;
                read(ref cursor, spans);
            }
        }
        catch (RefusedException mistake)
        {
            throw new RefusedException(mistake.Message + Suffix);
        }

        return spans;
    }
}
