using System.Text;
using System.Text.Unicode;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Formatting.Output;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Formatting;

/// <summary>
/// Represents a text with Envoy's command operators, parsed once
/// (https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/observability/access_log/usage#command-operators).
/// <code>
/// [%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %DURATION%
/// [2026-11-30T09:41:04.357Z] "GET /trace/1 HTTP/1.1" 200 10
/// </code>
/// An operator without a value is written as a dash. Values are escaped, the text isn't.
/// </summary>
internal sealed class FormatString
{
    [ThreadStatic]
    private static FormatBuffer? _text;

    private readonly FormatSegment[] _segments;

    private FormatString(FormatSegment[] segments) => _segments = segments;

    /// <summary>Parses a format.</summary>
    /// <param name="key">The key of the setting, for messages.</param>
    /// <param name="format">The format.</param>
    /// <exception cref="SettingException">An operator is unknown, or is used in a way that isn't allowed.</exception>
    public static FormatString Parse(string key, string format) => new([.. FormatParser.Parse(key, format)]);

    /// <summary>Appends the text for a request.</summary>
    public void Append(StreamInfo stream, FormatBuffer output) => Append(stream, output, absent: "-"u8);

    /// <summary>Returns the text for a request, as it is: without escaping, and with nothing for an operator that has no value.</summary>
    public string Format(StreamInfo stream)
    {
        var text = _text ??= new FormatBuffer(ValueEscaping.None);
        text.Clear();
        Append(stream, text, absent: []);
        return (Utf8.IsValid(text.Written) ? Encoding.UTF8 : Encoding.Latin1).GetString(text.Written);
    }

    private void Append(StreamInfo stream, FormatBuffer output, ReadOnlySpan<byte> absent)
    {
        foreach (var segment in _segments)
        {
            if (segment.Operator is not { } fact)
            {
                output.AppendRaw(segment.Text);
            }
            else if (!fact.TryAppend(stream, output))
            {
                output.AppendRaw(absent);
            }
        }
    }
}
