using System.Text.Json;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.Json;

/// <summary>Reads a list of spans in JSON v1 or v2. The first error rejects the whole list; anything after the list is ignored.</summary>
internal static class JsonListReader
{
    private const string Suffix = " reading List<Span> from json";

    /// <summary>Reads one item of the list and adds its spans. The cursor is at the first token of the item.</summary>
    public delegate void ReadItem(ref JsonCursor cursor, List<Span> spans);

    /// <exception cref="InvalidSpanException"/>
    public static List<Span> Read(ReadOnlySpan<byte> json, ReadItem read)
    {
        var cursor = new JsonCursor(ControlCharacters.Escape(json));
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
        catch (InvalidSpanException invalid)
        {
            throw new InvalidSpanException(invalid.Message + Suffix);
        }

        return spans;
    }
}
