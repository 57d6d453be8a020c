using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ZipkinMesh.Proxy.Formatting.Output;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Formatting.Operators;

/// <summary>Writes an IP address.</summary>
/// <param name="read">Returns the address and the port; null for none.</param>
/// <param name="part">The part that is written.</param>
/// <param name="prefixLength">The length of the network's prefix that is written in place of the address: <c>10.1.0.0/16</c>; null for none.</param>
internal sealed class AddressOperator(Func<StreamInfo, (IPAddress? Address, int Port)> read, AddressPart part, int? prefixLength = null) : FormatOperator
{
    public override bool IsNumber => part == AddressPart.Port;

    /// <summary>Defines the operators of an address: <c>%X%</c>, <c>%X_WITHOUT_PORT(N)%</c> and <c>%PORT%</c>.</summary>
    /// <param name="name">The name of the first operator.</param>
    /// <param name="portName">The name of the operator for the port.</param>
    /// <param name="read">Returns the address and the port.</param>
    public static IEnumerable<OperatorDefinition> Define(string name, string portName, Func<StreamInfo, (IPAddress? Address, int Port)> read) =>
    [
        new($"%{name}%", command => command.IsPlain ? new AddressOperator(read, AddressPart.Whole) : null),
        new($"%{name}_WITHOUT_PORT(N)%", command => command.MaxLength is null && TryParsePrefix(command.Parameter, out var length)
            ? new AddressOperator(read, AddressPart.WithoutPort, length)
            : null),
        new($"%{portName}%", command => command.IsPlain ? new AddressOperator(read, AddressPart.Port) : null),
    ];

    public override bool TryAppend(StreamInfo stream, FormatBuffer output)
    {
        var (address, port) = read(stream);
        if (address is null)
        {
            return false;
        }

        if (part == AddressPart.Port)
        {
            output.Append(port);
            return true;
        }

        Append(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, port, output);
        return true;
    }

    private static bool TryParsePrefix(string text, out int? length)
    {
        length = null;
        if (text.Length == 0)
        {
            return true;
        }

        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 128;
        length = number;
        return isNumber;
    }

    private void Append(IPAddress address, int port, FormatBuffer output)
    {
        if (part == AddressPart.Whole)
        {
            var isIPv6 = address.AddressFamily == AddressFamily.InterNetworkV6;
            output.AppendRaw(isIPv6 ? "["u8 : []);
            output.AppendFormatted(address);
            output.AppendRaw(isIPv6 ? "]:"u8 : ":"u8);
            output.Append(port);
        }
        else if (prefixLength is { } length)
        {
            length = Math.Min(length, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
            output.AppendFormatted(new IPNetwork(Mask(address, length), length));
        }
        else
        {
            output.AppendFormatted(address);
        }
    }

    private static IPAddress Mask(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPAddress(bytes);
    }
}
