using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using ZipkinMesh.Zipkin.Codecs.Protobuf;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.Otlp;

/// <summary>
/// Writes arrays and maps as JSON without blanks: <c>["a",1,true,null]</c>, <c>{"a":"x","b":{"c":"aGk="}}</c>. Bytes are in base64, and
/// numbers that JSON doesn't have are strings: <c>"NaN"</c>.
/// </summary>
internal sealed class ValueJson(DecodeBudget budget)
{
    // The text of a value takes up to 18 times its size while it is written.
    private const int MaxValueBytes = 2 * 1024 * 1024;

    // The recursion limit of protobuf's own parsers.
    private const int MaxDepth = 100;

    // Most messages have neither arrays nor maps.
    private ArrayBufferWriter<byte>? _buffer;
    private Utf8JsonWriter? _json;
    private int _depth;

    public string Array(ReadOnlySpan<byte> array)
    {
        var json = Begin(array.Length);
        WriteArray(json, array);
        return End(json);
    }

    /// <summary>Returns the attributes of a message as an object.</summary>
    /// <param name="message">The message.</param>
    /// <param name="field">The key of its field with attributes.</param>
    public string Object(ReadOnlySpan<byte> message, ulong field)
    {
        var json = Begin(message.Length);
        WriteObject(json, message, field);
        return End(json);
    }

    /// <summary>Returns the attributes of a message as a member of an object: <c>"name":{"k":"v"}</c>.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="message">The message.</param>
    /// <param name="field">The key of its field with attributes.</param>
    /// <param name="dropped">The number of attributes that the SDK dropped.</param>
    public string Member(string name, ReadOnlySpan<byte> message, ulong field, ulong dropped)
    {
        var json = Begin(message.Length);
        json.WriteStartObject();
        json.WritePropertyName(name);
        json.WriteStartObject();
        WriteMembers(json, message, field);
        if (dropped > 0)
        {
            json.WriteNumber(SpanReader.DroppedAttributes, dropped);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        // Without the braces.
        return End(json, trim: 1);
    }

    private Utf8JsonWriter Begin(int bytes)
    {
        if (bytes > MaxValueBytes)
        {
            throw new MessageTooLargeException($"an array or a map is larger than {MaxValueBytes} bytes");
        }

        // The array or the map itself.
        _depth = 1;
        _buffer ??= new ArrayBufferWriter<byte>();
        _buffer.ResetWrittenCount();
        _json ??= new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _json.Reset();
        return _json;
    }

    private string End(Utf8JsonWriter json, int trim = 0)
    {
        json.Flush();
        var text = StringPool.Shared.GetString(_buffer!.WrittenSpan[trim..^trim]);
        // Escapes make it longer than the message.
        budget.Add(sizeof(char) * text.Length);
        return text;
    }

    private void WriteArray(Utf8JsonWriter json, ReadOnlySpan<byte> array)
    {
        json.WriteStartArray();
        var cursor = new ProtoCursor(array);
        while (cursor.NextField(AnyValue.Item))
        {
            WriteValue(json, new AnyValue(cursor.Bytes()));
        }

        json.WriteEndArray();
    }

    private void WriteObject(Utf8JsonWriter json, ReadOnlySpan<byte> message, ulong field)
    {
        json.WriteStartObject();
        WriteMembers(json, message, field);
        json.WriteEndObject();
    }

    private void WriteMembers(Utf8JsonWriter json, ReadOnlySpan<byte> message, ulong field)
    {
        var cursor = new ProtoCursor(message);
        while (cursor.NextField(field))
        {
            var attribute = new Attribute(cursor.Bytes());
            json.WritePropertyName(attribute.Key);
            WriteValue(json, attribute.Value);
        }
    }

    private void WriteValue(Utf8JsonWriter json, AnyValue value)
    {
        if (++_depth > MaxDepth)
        {
            throw new InvalidSpanException($"Arrays and maps are nested deeper than {MaxDepth} levels");
        }

        switch (value.Type)
        {
            case AnyValue.String: json.WriteStringValue(StringPool.Shared.GetString(value.Bytes)); break;
            case AnyValue.Bool: json.WriteBooleanValue(value.Number != 0); break;
            case AnyValue.Int: json.WriteNumberValue(value.Number); break;
            case AnyValue.Double: WriteDouble(json, BitConverter.Int64BitsToDouble(value.Number)); break;
            case AnyValue.Array: WriteArray(json, value.Bytes); break;
            case AnyValue.Map: WriteObject(json, value.Bytes, AnyValue.Item); break;
            case AnyValue.Binary: json.WriteBase64StringValue(value.Bytes); break;
            default: json.WriteNullValue(); break;
        }

        _depth--;
    }

    private static void WriteDouble(Utf8JsonWriter json, double number)
    {
        if (double.IsFinite(number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteStringValue(ValueText.Format(number));
        }
    }
}
