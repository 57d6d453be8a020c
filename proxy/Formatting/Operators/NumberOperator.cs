using ZipkinMesh.Proxy.Formatting.Output;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Formatting.Operators;

/// <summary>Writes a number.</summary>
/// <param name="read">Returns the number; null for none.</param>
internal sealed class NumberOperator(Func<StreamInfo, long?> read) : FormatOperator
{
    public override bool IsNumber => true;

    public override bool TryAppend(StreamInfo stream, FormatBuffer output)
    {
        if (read(stream) is not { } number)
        {
            return false;
        }

        output.Append(number);
        return true;
    }
}
