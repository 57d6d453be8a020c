using ZipkinMesh.Proxy.Formatting.Output;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Formatting.Operators;

/// <summary>Writes a text.</summary>
/// <param name="read">Returns the text; null for none.</param>
/// <param name="maxLength">The length that the text is cut to; null for no limit.</param>
internal sealed class TextOperator(Func<StreamInfo, string?> read, int? maxLength = null) : FormatOperator
{
    /// <summary>Returns the whole text; null for none.</summary>
    public string? Read(StreamInfo stream) => read(stream);

    public override bool TryAppend(StreamInfo stream, FormatBuffer output)
    {
        if (read(stream) is not { } text)
        {
            return false;
        }

        output.Append(text.Length > maxLength ? text.AsSpan(0, maxLength.Value) : text);
        return true;
    }
}
