using ZipkinMesh.Proxy.Formatting.Output;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Formatting.Operators;

/// <summary>Writes the address of the last destination, such as <c>172.31.81.3:8000</c> for <c>http://172.31.81.3:8000/</c>.</summary>
/// <param name="part">The part that is written.</param>
/// <param name="isConnected">True for an address that a connection was opened to; false for any that was selected.</param>
internal sealed class HostOperator(AddressPart part, bool isConnected) : FormatOperator
{
    public override bool IsNumber => part == AddressPart.Port;

    public override bool TryAppend(StreamInfo stream, FormatBuffer output)
    {
        if (stream.LastAttempt is not { } attempt || (isConnected && attempt.Flag == ResponseFlags.UpstreamConnectionFailure))
        {
            return false;
        }

        attempt.Split(out var host, out var port);
        switch (part)
        {
            case AddressPart.Whole:
                output.Append(host);
                output.AppendRaw(":"u8);
                output.Append(port);
                break;
            case AddressPart.WithoutPort:
                output.Append(host.Trim("[]"));
                break;
            default:
                output.Append(port);
                break;
        }

        return true;
    }
}
