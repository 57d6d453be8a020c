using System.Net.Security;

namespace ZipkinMesh.Proxy.Listeners.Tls;

/// <summary>
/// Writes cipher suites as OpenSSL and Envoy do. Those of TLS 1.3 have the names of the standard; of the others
/// <c>TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256</c> is <c>ECDHE-RSA-AES128-GCM-SHA256</c>.
/// </summary>
internal static class CipherSuiteName
{
    private const string KeyExchangeEnd = "_WITH_";

    public static string Of(TlsCipherSuite suite)
    {
        var name = suite.ToString();
        return !name.Contains(KeyExchangeEnd, StringComparison.Ordinal) ? name
            : name["TLS_".Length..]
                .Replace(KeyExchangeEnd, "-", StringComparison.Ordinal)
                .Replace("AES_", "AES", StringComparison.Ordinal)
                .Replace("CHACHA20_POLY1305_SHA256", "CHACHA20-POLY1305", StringComparison.Ordinal)
                .Replace("_CBC", "", StringComparison.Ordinal)
                .Replace('_', '-');
    }
}
