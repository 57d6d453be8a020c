using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Formatting.Output;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.AccessLog;

/// <summary>Formats the lines of the access log.</summary>
internal abstract class LineFormat
{
    /// <summary>Gets the characters of values that are escaped.</summary>
    public abstract ValueEscaping Escaping { get; }

    /// <summary>Reads the setting.</summary>
    /// <param name="key">The key of the setting, for messages.</param>
    /// <param name="format">The setting: <c>text</c>, <c>json</c> or a format string.</param>
    /// <exception cref="SettingException">It isn't a format string.</exception>
    public static LineFormat Parse(string key, string format) =>
        format.Equals("text", StringComparison.OrdinalIgnoreCase) ? new TextFormat(key, TextFormat.Default)
        : format.Equals("json", StringComparison.OrdinalIgnoreCase) ? new JsonFormat()
        : new TextFormat(key, format);

    /// <summary>Appends the line of a request, with its end.</summary>
    public abstract void Append(StreamInfo stream, FormatBuffer output);
}
