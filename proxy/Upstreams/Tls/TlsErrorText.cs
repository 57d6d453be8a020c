using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using ZipkinMesh.Proxy.Certificates;

namespace ZipkinMesh.Proxy.Upstreams.Tls;

/// <summary>
/// Writes the failure of a handshake as Envoy's <c>UPSTREAM_TRANSPORT_FAILURE_REASON</c>: the number and the words of BoringSSL where OpenSSL
/// has the same error, otherwise the message of .NET.
/// <code>
/// TLS_error:|268436496:SSL_routines:OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE:TLS_error_end
/// TLS_error:|33554536:system_library:OPENSSL_internal:Connection_reset_by_peer:TLS_error_end
/// </code>
/// </summary>
internal static partial class TlsErrorText
{
    private const string VerifyFailed = "268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:verify cert failed: ";

    // BoringSSL's numbers have the library in the first byte. Those of alerts, from 1000 on, are the same in OpenSSL.
    private const int SslLibrary = 0x1000_0000;
    private const int SystemLibrary = 0x0200_0000;
    private const int ReasonMask = 0x007f_ffff;
    private const int FirstAlert = 1000;

    /// <summary>Gets the text for a server that has sent no certificate.</summary>
    public static string NoCertificate { get; } = Format(VerifyFailed + "no certificate");

    /// <summary>Returns the text for a chain that isn't valid: the first error.</summary>
    public static string OfChain(X509Chain chain)
    {
        var depth = 0;
        foreach (var element in chain.ChainElements)
        {
            if (element.ChainElementStatus is [var status, ..])
            {
                return Format(
                    $"{VerifyFailed}X509_verify_cert: certificate verification error at depth {depth}: {status.StatusInformation}");
            }

            depth++;
        }

        return Format($"{VerifyFailed}X509_verify_cert: {(chain.ChainStatus is [var first, ..] ? first.StatusInformation : "")}");
    }

    /// <summary>Returns the text for a certificate without the name of the server.</summary>
    public static string OfName(string expected, SubjectAltNames names) =>
        Format($"{VerifyFailed}verify SAN list, expected SANs: [{expected}], certificate SANs: [{ListOf(names)}]");

    /// <summary>Returns the text for a certificate with none of the names that are configured.</summary>
    public static string OfNames(SubjectAltNames names) => Format($"{VerifyFailed}SAN matcher, certificate SANs are [{ListOf(names)}]");

    /// <summary>Returns the text for the exception of a handshake.</summary>
    public static string Of(Exception exception)
    {
        var last = exception;
        while (last.InnerException is { } inner)
        {
            last = inner;
        }

        if (last is SocketException socket)
        {
            var message = Marshal.GetPInvokeErrorMessage(socket.NativeErrorCode);
            return Format(string.Create(CultureInfo.InvariantCulture, $"{SystemLibrary | socket.NativeErrorCode}:system library:OPENSSL_internal:{message}"));
        }

        return Format(OpenSslError().Match(last.Message) is { Success: true } error ? OfOpenSsl(error) : last.Message);
    }

    private static string OfOpenSsl(Match error)
    {
        var reason = int.Parse(error.Groups["code"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & ReasonMask;
        var text = error.Groups["text"].Value.Replace("ssl/tls", "sslv3", StringComparison.Ordinal).ToUpperInvariant();
        return reason >= FirstAlert
            ? string.Create(CultureInfo.InvariantCulture, $"{SslLibrary | reason}:SSL routines:OPENSSL_internal:{text}")
            : $"SSL routines:{text}";
    }

    private static string ListOf(SubjectAltNames names) => string.Join(", ", names.Dns.Concat(names.Uris).Concat(names.Emails).Concat(names.Addresses));

    private static string Format(string text) => $"TLS_error:|{text.Trim().Replace(' ', '_')}:TLS_error_end";

    // OpenSSL 3.0: error:0A000410:SSL routines::sslv3 alert handshake failure
    [GeneratedRegex("error:(?<code>[0-9A-F]{8}):SSL routines:[^:]*:(?<text>[^:]+)", RegexOptions.CultureInvariant)]
    private static partial Regex OpenSslError();
}
