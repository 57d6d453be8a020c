using System.Globalization;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.Otlp;

/// <summary>
/// Formats values as OpenTelemetry represents them for protocols without types: <c>hello</c>, <c>true</c>, <c>-7</c>, <c>0.25</c>,
/// <c>NaN</c>, bytes in base64, arrays and maps as JSON, and an empty value as the empty string.
/// </summary>
internal sealed class ValueText(DecodeBudget budget)
{
    // Longer than the text of any number.
    private const int MaxNumberBytes = 32;

    private readonly ValueJson _json = new(budget);

    public string Format(AnyValue value) => value.Type switch
    {
        AnyValue.String => StringPool.Shared.GetString(value.Bytes),
        AnyValue.Bool => value.Number == 0 ? "false" : "true",
        AnyValue.Int => Format(value.Number),
        AnyValue.Double => Format(BitConverter.Int64BitsToDouble(value.Number)),
        AnyValue.Array => _json.Array(value.Bytes),
        AnyValue.Map => _json.Object(value.Bytes, AnyValue.Item),
        AnyValue.Binary => Convert.ToBase64String(value.Bytes),
        _ => "",
    };

    /// <summary>Formats the attributes of a message as JSON: <c>{"k":"v"}</c>.</summary>
    /// <param name="message">The message.</param>
    /// <param name="field">The key of its field with attributes.</param>
    public string FormatAttributes(ReadOnlySpan<byte> message, ulong field) => _json.Object(message, field);

    /// <summary>Formats an event with attributes: <c>"name":{"k":"v"}</c>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="message">The event.</param>
    /// <param name="field">The key of its field with attributes.</param>
    /// <param name="dropped">The number of attributes that the SDK dropped.</param>
    public string FormatEvent(string name, ReadOnlySpan<byte> message, ulong field, ulong dropped) => _json.Member(name, message, field, dropped);

    /// <summary>Formats a number.</summary>
    public static string Format<T>(T number)
        where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[MaxNumberBytes];
        number.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        return StringPool.Shared.GetString(text[..length]);
    }
}
