using System.Net;
using System.Net.Sockets;

namespace ZipkinMesh.Zipkin.Model;

/// <summary>
/// Normalizes IP addresses: <c>2001:DB8:0:0:0:0:0:C001</c> becomes <c>2001:db8::c001</c>, <c>::ffff:1.2.3.4</c> and <c>::1.2.3.4</c> become
/// <c>1.2.3.4</c>. Anything else, such as a host name, is dropped.
/// </summary>
internal static class IpLiteral
{
    /// <summary>Returns the address as IPv4 or IPv6, whichever field it was sent in; both are null when it isn't an address.</summary>
    public static (string? Ipv4, string? Ipv6) Parse(string text)
    {
        if (!text.Contains(':', StringComparison.Ordinal))
        {
            return IsDottedQuad(text) ? (text, null) : default;
        }

        // IPAddress also accepts scopes, brackets and ports.
        var hasOnlyAddress = text.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.');
        if (!hasOnlyAddress || !IPAddress.TryParse(text, out var address) || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return default;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return EmbedsIpv4(bytes) ? (new IPAddress(bytes[12..]).ToString(), null) : (null, Shortest(bytes));
    }

    // ::ffff:a.b.c.d and ::a.b.c.d, except :: and ::1 and other small numbers, which are IPv6 addresses.
    private static bool EmbedsIpv4(ReadOnlySpan<byte> bytes) =>
        !bytes[..10].ContainsAnyExcept((byte)0)
        && ((bytes[10], bytes[11]) == (0xff, 0xff) || ((bytes[10], bytes[11]) == (0, 0) && (bytes[12], bytes[13]) != (0, 0)));

    // Four numbers up to 255 without leading zeros.
    private static bool IsDottedQuad(string text)
    {
        var (dots, digits, number) = (0, 0, 0);
        foreach (var c in text)
        {
            if (c == '.' && digits > 0)
            {
                (dots, digits, number) = (dots + 1, 0, 0);
                continue;
            }

            (digits, number) = (digits + 1, (number * 10) + (c - '0'));
            if (!char.IsAsciiDigit(c) || number > byte.MaxValue || (digits > 1 && number < 10))
            {
                return false;
            }
        }

        return dots == 3 && digits > 0;
    }

    // The longest run of two or more zero groups, the first on a tie, becomes "::".
    private static string Shortest(ReadOnlySpan<byte> bytes)
    {
        Span<int> groups = stackalloc int[8];
        var (runStart, runLength, length) = (-1, 1, 0);
        for (var i = 0; i < 8; i++)
        {
            groups[i] = (bytes[2 * i] << 8) | bytes[(2 * i) + 1];
            length = groups[i] == 0 ? length + 1 : 0;
            if (length > runLength)
            {
                (runStart, runLength) = (i - length + 1, length);
            }
        }

        if (runStart < 0)
        {
            return Join(groups);
        }

        return $"{Join(groups[..runStart])}::{Join(groups[(runStart + runLength)..])}";
    }

    private static string Join(ReadOnlySpan<int> groups)
    {
        var texts = new string[groups.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = $"{groups[i]:x}";
        }

        return string.Join(':', texts);
    }
}
