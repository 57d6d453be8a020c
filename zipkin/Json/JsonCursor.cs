using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Json;

/// <summary>
/// Walks a list of spans value by value, and knows where it is: <c>$[0].annotations[1].timestamp</c>.
/// Nothing but a refusal is thrown, whatever the bytes.
/// </summary>
internal ref struct JsonCursor
{
    // Unknown fields may hold anything; deeper than this nobody means it.
    private const int MaxDepth = 512;

    private Utf8JsonReader _reader;

    public JsonCursor(ReadOnlySpan<byte> json)
    {
        // "Not the final block": the end of the input is then told from a mistake in it.
        _reader = new Utf8JsonReader(json, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = MaxDepth }));
        (Span, Item) = (-1, -1);
    }

    public int Span { get; set; }

    public string? Field { get; set; }

    public int Item { get; set; }

    public string? Inner { get; set; }

    public readonly JsonTokenType Token => _reader.TokenType;

    public readonly string Path
    {
        get
        {
            var path = new StringBuilder("$");
            _ = Span < 0 ? path : path.Append(CultureInfo.InvariantCulture, $"[{Span}]");
            _ = Field is null ? path : path.Append(CultureInfo.InvariantCulture, $".{Field}");
            _ = Item < 0 ? path : path.Append(CultureInfo.InvariantCulture, $"[{Item}]");
            _ = Inner is null ? path : path.Append(CultureInfo.InvariantCulture, $".{Inner}");
            return path.ToString();
        }
    }

    public void Next()
    {
        try
        {
            if (_reader.Read())
            {
                return;
            }
        }
        catch (JsonException)
        {
            throw Malformed();
        }

        throw new RefusedException($"End of input at {Path}");
    }

    /// <summary>Steps to the next field of an object; false at its end.</summary>
    public bool NextField(out string name)
    {
        Next();
        name = Token == JsonTokenType.PropertyName ? JsonText.Read(_reader.ValueSpan, _reader.ValueIsEscaped) : "";
        return Token == JsonTokenType.PropertyName;
    }

    public readonly void Expect(JsonTokenType token)
    {
        if (Token != token)
        {
            throw Malformed();
        }
    }

    /// <summary>Passes over the value the cursor is on, of any shape.</summary>
    public void Skip()
    {
        if (Token is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        for (var depth = _reader.CurrentDepth; ;)
        {
            Next();
            if (_reader.CurrentDepth == depth)
            {
                return;
            }
        }
    }

    /// <summary>A string, or a number as it is written: <c>1.50</c> stays <c>1.50</c>.</summary>
    public readonly string Text() => Token switch
    {
        JsonTokenType.String => JsonText.Read(_reader.ValueSpan, _reader.ValueIsEscaped),
        JsonTokenType.Number => TextPool.Shared.Read(_reader.ValueSpan),
        _ => throw WrongType("a string"),
    };

    public readonly bool Flag() => Token switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw WrongType("a boolean"),
    };

    /// <exception cref="RefusedException"/>
    public readonly TraceId TraceId() => HexId.TryRead(Plain, out TraceId id) ? id : HexId.TraceId(Text());

    /// <exception cref="RefusedException"/>
    public readonly ulong SpanId() => HexId.TryRead(Plain, out ulong id) ? id : HexId.SpanId(Text());

    /// <exception cref="RefusedException"/>
    public readonly ulong ParentId() => HexId.TryRead(Plain, out ulong id) ? id : HexId.ParentId(Text());

    // A string that stands there as it is read; empty for everything else.
    private readonly ReadOnlySpan<byte> Plain => Token == JsonTokenType.String && !_reader.ValueIsEscaped ? _reader.ValueSpan : default;

    /// <summary>A whole number: <c>123</c>, <c>"123"</c>, <c>123.0</c> or <c>1.23e2</c>.</summary>
    public readonly long Number()
    {
        if (Token is not (JsonTokenType.String or JsonTokenType.Number))
        {
            throw WrongType("a number");
        }

        if (Utf8Parser.TryParse(_reader.ValueSpan, out long plain, out var length) && length == _reader.ValueSpan.Length)
        {
            return plain;
        }

        var text = Text();
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            throw new RefusedException($"For input string: \"{text}\"");
        }

        return value == decimal.Truncate(value) && value is >= long.MinValue and <= long.MaxValue
            ? (long)value
            : throw new RefusedException($"Expected a long but was {text} at {Path}");
    }

    private static RefusedException Malformed() => new("Malformed");

    private readonly RefusedException WrongType(string wanted)
    {
        var was = Token switch
        {
            JsonTokenType.Null => "NULL",
            JsonTokenType.True or JsonTokenType.False => "BOOLEAN",
            JsonTokenType.String => "STRING",
            JsonTokenType.Number => "NUMBER",
            _ => null,
        };
        return was is null ? Malformed() : new($"Expected {wanted} but was {was} at {Path}");
    }
}
