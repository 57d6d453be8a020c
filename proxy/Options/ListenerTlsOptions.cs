using System.ComponentModel.DataAnnotations;
using System.Security.Authentication;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Proxy.Options;

/// <summary>
/// The TLS of a listener (Envoy's <c>DownstreamTlsContext</c>); without this section it accepts clear text. See docs/tls.md.
/// </summary>
[OptionsSection("Listeners:{name}:Tls")]
public sealed partial class ListenerTlsOptions
{
    /// <summary>The application protocols that clients can negotiate, the preferred one first (Envoy's <c>alpn_protocols</c>).</summary>
    [Protocols("h2", "http/1.1")]
    public string AlpnProtocols { get; set; } = "h2, http/1.1";

    /// <summary>The lowest version of TLS that is accepted (Envoy's <c>tls_minimum_protocol_version</c>).</summary>
    [AllowedValues(TlsVersions.Tls12, TlsVersions.Tls13)]
    public string TlsMinimumProtocolVersion { get; set; } = TlsVersions.Tls12;

    /// <summary>The highest version of TLS that is accepted (Envoy's <c>tls_maximum_protocol_version</c>).</summary>
    [AllowedValues(TlsVersions.Tls12, TlsVersions.Tls13)]
    public string TlsMaximumProtocolVersion { get; set; } = TlsVersions.Tls13;

    /// <summary>
    /// The path of a PEM file with the certificates of the authorities that issue client certificates (Envoy's
    /// <c>validation_context.trusted_ca</c>). Clients are asked for a certificate then, and one that isn't valid ends the handshake. Empty
    /// for no client certificates.
    /// </summary>
    public string TrustedCa { get; set; } = "";

    /// <summary>True refuses clients without a certificate (Envoy's <c>require_client_certificate</c>).</summary>
    public bool RequireClientCertificate { get; set; }

    /// <summary>
    /// The subject alternative names of which a client certificate must have one, separated by commas, as <c>TYPE:VALUE</c>; a <c>*</c> at the
    /// end of a value stands for any text (Envoy's <c>match_typed_subject_alt_names</c>). Empty for no such condition.
    /// </summary>
    [SubjectAltNames]
    public string MatchTypedSubjectAltNames { get; set; } = "";

    /// <summary>
    /// The time from the opening of a connection to the end of its handshake; then the connection is closed (Envoy's
    /// <c>transport_socket_connect_timeout</c>).
    /// </summary>
    [DurationRange("00:00:00.100", "00:10:00", Example = "00:00:10")]
    public TimeSpan TransportSocketConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets the certificates of the listener. The first is used for server names that none has, and for clients without SNI.</summary>
    public IDictionary<string, TlsCertificateOptions> TlsCertificates { get; } = new Dictionary<string, TlsCertificateOptions>();

    /// <summary>Gets the versions of TLS; none when the lowest is above the highest.</summary>
    internal SslProtocols Versions => TlsVersions.Between(TlsMinimumProtocolVersion, TlsMaximumProtocolVersion);
}
