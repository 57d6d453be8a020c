using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.Json;

/// <summary>
/// Reads a list of spans token by token and tracks the path for error messages: <c>$[0].annotations[1].timestamp</c>. Invalid input throws
/// <see cref="InvalidSpanException"/> and nothing else.
/// </summary>
internal ref struct JsonCursor
{
    // Unknown fields may contain any JSON; deeper nesting is rejected.
    private const int MaxDepth = 512;

    // A path has two fields of input, and an error message may quote a value beside it.
    private const int MaxFieldChars = Excerpt.MaxChars / 4;

    private Utf8JsonReader _reader;

    public JsonCursor(ReadOnlySpan<byte> json)
    {
        // Not the final block, to distinguish truncated input from malformed input.
        _reader = new Utf8JsonReader(json, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = MaxDepth }));
        (Span, Item) = (-1, -1);
    }

    /// <summary>Gets or sets the index of the span in the list; -1 before the first.</summary>
    public int Span { get; set; }

    /// <summary>Gets or sets the field of the span.</summary>
    public string? Field { get; set; }

    /// <summary>Gets or sets the index in the list that is the value of the field; -1 outside.</summary>
    public int Item { get; set; }

    /// <summary>Gets or sets the field within the item or within the value of the field.</summary>
    public string? Inner { get; set; }

    public readonly JsonTokenType Token => _reader.TokenType;

    public readonly string Path
    {
        get
        {
            var path = new StringBuilder("$");
            _ = Span < 0 ? path : path.Append(CultureInfo.InvariantCulture, $"[{Span}]");
            _ = Field is null ? path : path.Append(CultureInfo.InvariantCulture, $".{Excerpt.Of(Field, MaxFieldChars)}");
            _ = Item < 0 ? path : path.Append(CultureInfo.InvariantCulture, $"[{Item}]");
            _ = Inner is null ? path : path.Append(CultureInfo.InvariantCulture, $".{Excerpt.Of(Inner, MaxFieldChars)}");
            return path.ToString();
        }
    }

    /// <summary>Advances to the next token.</summary>
    /// <exception cref="InvalidSpanException"/>
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

        throw new InvalidSpanException($"End of input at {Path}");
    }

    /// <summary>Advances to the next field of an object; returns false at its end.</summary>
    public bool NextField(out string name)
    {
        Next();
        name = Token == JsonTokenType.PropertyName ? JsonText.Decode(_reader.ValueSpan, _reader.ValueIsEscaped) : "";
        return Token == JsonTokenType.PropertyName;
    }

    /// <summary>Throws unless the current token is <paramref name="token"/>.</summary>
    /// <exception cref="InvalidSpanException"/>
    public readonly void Expect(JsonTokenType token)
    {
        if (Token != token)
        {
            throw Malformed();
        }
    }

    /// <summary>Skips the current value, whatever its type.</summary>
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

    /// <summary>Returns a string, or a number as it is written: <c>1.50</c> stays <c>1.50</c>.</summary>
    /// <exception cref="InvalidSpanException"/>
    public readonly string Text() => Token switch
    {
        JsonTokenType.String => JsonText.Decode(_reader.ValueSpan, _reader.ValueIsEscaped),
        JsonTokenType.Number => StringPool.Shared.GetString(_reader.ValueSpan),
        _ => throw WrongType("a string"),
    };

    /// <exception cref="InvalidSpanException"/>
    public readonly bool Boolean() => Token switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw WrongType("a boolean"),
    };

    /// <exception cref="InvalidSpanException"/>
    public readonly TraceId TraceId() => ZipkinId.TryParse(Plain, out TraceId id) ? id : ZipkinId.ParseTraceId(Text());

    /// <exception cref="InvalidSpanException"/>
    public readonly ulong SpanId() => ZipkinId.TryParse(Plain, out ulong id) ? id : ZipkinId.ParseSpanId(Text());

    /// <exception cref="InvalidSpanException"/>
    public readonly ulong ParentId() => ZipkinId.TryParse(Plain, out ulong id) ? id : ZipkinId.ParseParentId(Text());

    // The bytes of a string without escapes; empty for all other tokens.
    private readonly ReadOnlySpan<byte> Plain => Token == JsonTokenType.String && !_reader.ValueIsEscaped ? _reader.ValueSpan : default;

    /// <summary>Returns an integer: <c>123</c>, <c>"123"</c>, <c>123.0</c> or <c>1.23e2</c>.</summary>
    /// <exception cref="InvalidSpanException"/>
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
        // .NET's parsers ignore NUL characters at the end.
        if (text is not [.., '\0'] && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        if (text is [.., '\0'] || !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            throw new InvalidSpanException($"For input string: \"{Excerpt.Of(text)}\"");
        }

        return value == decimal.Truncate(value) && value is >= long.MinValue and <= long.MaxValue
            ? (long)value
            : throw new InvalidSpanException($"Expected a long but was {Excerpt.Of(text, Excerpt.MaxChars / 2)} at {Path}");
    }

    /// <summary>Returns a number with a fraction: <c>0.5</c>, <c>"0.5"</c>, <c>"NaN"</c> or <c>"-Infinity"</c>.</summary>
    /// <exception cref="InvalidSpanException"/>
    public readonly double Double() =>
        Text() is var text && text is not [.., '\0'] && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidSpanException($"For input string: \"{Excerpt.Of(text)}\"");

    /// <summary>Returns the bytes of a string in base64, of either alphabet.</summary>
    /// <exception cref="InvalidSpanException"/>
    public readonly byte[] Base64()
    {
        var text = Text().Replace('-', '+').Replace('_', '/').TrimEnd('=');
        var bytes = new byte[text.Length * 3 / 4];
        return Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out var length) && length == bytes.Length
            ? bytes
            : throw Malformed();
    }

    private static InvalidSpanException Malformed() => new("Malformed");

    private readonly InvalidSpanException WrongType(string expected)
    {
        var actual = Token switch
        {
            JsonTokenType.Null => "NULL",
            JsonTokenType.True or JsonTokenType.False => "BOOLEAN",
            JsonTokenType.String => "STRING",
            JsonTokenType.Number => "NUMBER",
            _ => null,
        };
        return actual is null ? Malformed() : new($"Expected {expected} but was {actual} at {Path}");
    }
}
