using ZipkinMesh.Proxy.Formatting.Output;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Formatting.Operators;

/// <summary>Writes a time.</summary>
/// <param name="read">Returns the time.</param>
/// <param name="format">The format.</param>
internal sealed class TimeOperator(Func<StreamInfo, DateTimeOffset> read, TimeFormat format) : FormatOperator
{
    public override bool TryAppend(StreamInfo stream, FormatBuffer output)
    {
        format.Append(read(stream), output);
        return true;
    }
}
