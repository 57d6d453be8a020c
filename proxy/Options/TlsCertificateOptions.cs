using System.ComponentModel.DataAnnotations;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Proxy.Options;

/// <summary>
/// A certificate of a listener (Envoy's <c>tls_certificates</c>). A client gets the one that has the server name of its handshake (SNI) as a
/// DNS name, otherwise the one with a wildcard that covers it; a certificate without DNS names has its common name. Changed files replace the
/// certificate without a restart.
/// </summary>
[OptionsSection("Listeners:{name}:Tls:TlsCertificates:{index}")]
public sealed partial class TlsCertificateOptions
{
    /// <summary>
    /// The path of the PEM file with the certificate, followed by those of the intermediate authorities (Envoy's <c>certificate_chain</c>).
    /// </summary>
    [Required]
    [NotEmpty("the path of a PEM file with a certificate")]
    public string CertificateChain { get; set; } = "";

    /// <summary>The path of the PEM file with the private key, without a password (Envoy's <c>private_key</c>). Empty when the file of the certificate has it.</summary>
    public string PrivateKey { get; set; } = "";
}
