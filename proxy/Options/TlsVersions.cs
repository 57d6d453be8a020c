using System.Security.Authentication;

namespace ZipkinMesh.Proxy.Options;

/// <summary>Reads and names the versions of TLS.</summary>
internal static class TlsVersions
{
    // As Envoy's configuration has them.
    public const string Tls12 = "TLSv1_2";
    public const string Tls13 = "TLSv1_3";

    /// <summary>Returns the versions from the lowest to the highest; none when their order is wrong.</summary>
    /// <param name="lowest">The lowest version; empty for TLS 1.2.</param>
    /// <param name="highest">The highest version; empty for TLS 1.3.</param>
    public static SslProtocols Between(string lowest, string highest)
    {
        var has12 = !lowest.Equals(Tls13, StringComparison.OrdinalIgnoreCase);
        var has13 = !highest.Equals(Tls12, StringComparison.OrdinalIgnoreCase);
        return (has12 ? SslProtocols.Tls12 : SslProtocols.None) | (has13 ? SslProtocols.Tls13 : SslProtocols.None);
    }

    /// <summary>Returns the name of a version as OpenSSL and Envoy show it, such as <c>TLSv1.3</c>.</summary>
    public static string NameOf(SslProtocols version) => version switch
    {
        SslProtocols.Tls13 => "TLSv1.3",
        SslProtocols.Tls12 => "TLSv1.2",
        _ => version.ToString(),
    };
}
