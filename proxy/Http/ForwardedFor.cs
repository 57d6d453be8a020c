using System.Buffers;
using System.Net;
using Microsoft.Extensions.Primitives;

namespace ZipkinMesh.Proxy.Http;

/// <summary>
/// Reads x-forwarded-for, to which each proxy appends the address of its client.
/// <code>
/// x-forwarded-for: 203.0.113.7, 10.1.2.3, 10.9.9.9      skip 0: 10.9.9.9, skip 1: 10.1.2.3
/// </code>
/// </summary>
internal static class ForwardedFor
{
    // .NET also reads other forms, such as 0x0a.1, [::1]:80 and fe80::1%eth0. A part with a leading zero is octal to it.
    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789abcdefABCDEF.:");

    /// <summary>Returns the address that remains last when a number of entries are skipped from the end; null for none.</summary>
    /// <param name="values">The header.</param>
    /// <param name="skip">The number of entries to skip.</param>
    /// <param name="isOnly">True when the header has a single entry, and that is the address.</param>
    public static IPAddress? Find(in StringValues values, int skip, out bool isOnly)
    {
        isOnly = false;
        if (values.Count == 0)
        {
            return null;
        }

        var rest = string.Join(',', values.AsEnumerable()).AsSpan();
        for (var skipped = 0; skipped < skip; skipped++)
        {
            var comma = rest.LastIndexOf(',');
            if (comma < 0)
            {
                return null;
            }

            rest = rest[..comma];
        }

        var start = rest.LastIndexOf(',') + 1;
        var address = Parse(rest[start..].Trim());
        isOnly = address is not null && start == 0 && skip == 0;
        return address;
    }

    private static IPAddress? Parse(ReadOnlySpan<char> text) =>
        !text.ContainsAnyExcept(AddressCharacters)
        && IPAddress.TryParse(text, out var address)
        && (text.Contains(':') || text.SequenceEqual(address.ToString()))
            ? address
            : null;
}
