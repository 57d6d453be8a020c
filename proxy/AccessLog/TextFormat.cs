using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Formatting;
using ZipkinMesh.Proxy.Formatting.Output;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.AccessLog;

/// <summary>Formats lines by a format string. The end of the line may be a part of it, as in Envoy, and is added otherwise.</summary>
internal sealed class TextFormat : LineFormat
{
    /// <summary>
    /// Envoy's default format:
    /// <code>
    /// [2026-11-30T09:41:04.357Z] "GET /trace/1 HTTP/1.1" 200 - 0 90 12 11 "-" "curl/8.5.0" "fbc03e99-4cf5-92a7-ad8a-a41facc1945b" "localhost:8000" "172.31.81.3:8000"
    /// </code>
    /// </summary>
    public const string Default =
        "[%START_TIME%] \"%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%\" "
        + "%RESPONSE_CODE% %RESPONSE_FLAGS% %BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "
        + "\"%REQ(X-FORWARDED-FOR)%\" \"%REQ(USER-AGENT)%\" \"%REQ(X-REQUEST-ID)%\" \"%REQ(:AUTHORITY)%\" \"%UPSTREAM_HOST%\"";

    private readonly FormatString _format;

    public TextFormat(string key, string format)
    {
        var line = format.TrimEnd('\n');
        if (line.AsSpan().ContainsAny('\r', '\n'))
        {
            throw SettingException.NotAllowed(key, format, "text, json, or a format string of one line");
        }

        _format = FormatString.Parse(key, line);
    }

    public override ValueEscaping Escaping => ValueEscaping.Text;

    public override void Append(StreamInfo stream, FormatBuffer output)
    {
        _format.Append(stream, output);
        output.AppendRaw("\n"u8);
    }
}
