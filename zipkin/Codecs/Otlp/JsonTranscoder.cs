using System.Text;
using System.Text.Json;
using ZipkinMesh.Zipkin.Codecs.Json;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.Otlp;

/// <summary>
/// Translates a message in JSON to protobuf, so that one reader maps both to spans. Null means absent, and unknown fields are ignored.
/// </summary>
internal static class JsonTranscoder
{
    // An id of an invalid length, for one that isn't hex: only its span is rejected.
    private static readonly byte[] InvalidId = [0];

    /// <summary>Returns the message in protobuf.</summary>
    /// <exception cref="InvalidSpanException">The message isn't JSON, or a field has the wrong type.</exception>
    /// <exception cref="MessageTooLargeException"/>
    public static ReadOnlySpan<byte> ToProtobuf(ReadOnlySpan<byte> json)
    {
        var cursor = new JsonCursor(json);
        var writer = new ProtoWriter();
        cursor.Next();
        WriteFields(ref cursor, JsonSchema.Request, writer);
        return writer.Written;
    }

    private static void WriteFields(ref JsonCursor cursor, JsonSchema schema, ProtoWriter writer)
    {
        cursor.Expect(JsonTokenType.StartObject);
        while (cursor.NextField(out var name))
        {
            cursor.Field = name;
            cursor.Next();
            if (cursor.Token != JsonTokenType.Null && schema.Find(name) is { } field)
            {
                WriteField(ref cursor, field, writer);
            }
            else
            {
                cursor.Skip();
            }
        }
    }

    private static void WriteField(ref JsonCursor cursor, JsonField field, ProtoWriter writer)
    {
        switch (field.Type)
        {
            case JsonFieldType.Text: writer.Bytes(field.Number, Encoding.UTF8.GetBytes(cursor.Text())); break;
            case JsonFieldType.Boolean: writer.Varint(field.Number, cursor.Boolean() ? 1UL : 0); break;
            case JsonFieldType.Number: writer.Varint(field.Number, (ulong)cursor.Number()); break;
            case JsonFieldType.Fixed64: writer.Fixed64(field.Number, (ulong)cursor.Number()); break;
            case JsonFieldType.Double: writer.Fixed64(field.Number, BitConverter.DoubleToUInt64Bits(cursor.Double())); break;
            case JsonFieldType.Enum: writer.Varint(field.Number, Enum(ref cursor, field.Names)); break;
            case JsonFieldType.Id: writer.Bytes(field.Number, Id(cursor.Text())); break;
            case JsonFieldType.Base64: writer.Bytes(field.Number, cursor.Base64()); break;
            case JsonFieldType.Message: WriteMessage(ref cursor, field, writer); break;
            case JsonFieldType.Messages: WriteMessages(ref cursor, field, writer); break;
        }
    }

    private static void WriteMessages(ref JsonCursor cursor, JsonField field, ProtoWriter writer)
    {
        cursor.Expect(JsonTokenType.StartArray);
        for (cursor.Next(); cursor.Token != JsonTokenType.EndArray; cursor.Next())
        {
            WriteMessage(ref cursor, field, writer);
        }
    }

    private static void WriteMessage(ref JsonCursor cursor, JsonField field, ProtoWriter writer)
    {
        var position = writer.Begin(field.Number);
        WriteFields(ref cursor, field.Schema!, writer);
        writer.End(position);
    }

    // A name that is unknown, such as one of a later version, counts as the value 0.
    private static ulong Enum(ref JsonCursor cursor, string[] names) => cursor.Token == JsonTokenType.String
        ? (ulong)Math.Max(0, Array.IndexOf(names, cursor.Text()))
        : (ulong)cursor.Number();

    private static byte[] Id(string hex) =>
        hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : InvalidId;
}
