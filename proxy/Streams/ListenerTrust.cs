using System.Net;
using Microsoft.Extensions.Primitives;
using ZipkinMesh.Hosting.Options.Rules;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Streams;

/// <summary>Holds the settings of a listener that say which clients are trusted with the headers of proxies.</summary>
/// <param name="UseRemoteAddress">True when the connection's address is the client's.</param>
/// <param name="TrustedHops">The number of trusted proxies in front of this one.</param>
/// <param name="InternalRanges">The addresses of internal clients.</param>
internal sealed record ListenerTrust(bool UseRemoteAddress, int TrustedHops, IReadOnlyList<IPNetwork> InternalRanges)
{
    /// <summary>The settings of a listener that has none: nobody is trusted.</summary>
    public static readonly ListenerTrust None = new(UseRemoteAddress: false, TrustedHops: 0, []);

    /// <summary>Returns the settings of a listener; null when it has the defaults, which trust nobody and add nothing.</summary>
    public static ListenerTrust? From(ListenerOptions options)
    {
        var ranges = CidrRangesAttribute.Parse(options.InternalAddressConfig)!;
        return ranges.Count > 0 || options.UseRemoteAddress || options.XffNumTrustedHops > 0 ? new ListenerTrust(options.UseRemoteAddress, options.XffNumTrustedHops, ranges) : null;
    }

    /// <summary>Returns the client's address from x-forwarded-for; null when the connection's address is the client's.</summary>
    /// <param name="forwardedFor">The header.</param>
    /// <param name="isOnly">True when the header has that address alone.</param>
    public IPAddress? FindForwarded(in StringValues forwardedFor, out bool isOnly)
    {
        isOnly = false;
        return !UseRemoteAddress ? ForwardedFor.Find(forwardedFor, TrustedHops, out isOnly)
            : TrustedHops > 0 ? ForwardedFor.Find(forwardedFor, TrustedHops - 1, out _)
            : null;
    }

    public bool IsInternal(IPAddress? address)
    {
        foreach (var range in InternalRanges)
        {
            if (address is not null && range.Contains(address))
            {
                return true;
            }
        }

        return false;
    }
}
