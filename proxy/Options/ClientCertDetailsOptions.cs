using ZipkinMesh.Hosting.Options;

namespace ZipkinMesh.Proxy.Options;

/// <summary>
/// What <c>x-forwarded-client-cert</c> tells about a client's certificate (Envoy's <c>set_current_client_cert_details</c>), beside its hash and
/// the URIs of the proxy's own certificate, which it always does. Used with <c>AppendForward</c> and <c>SanitizeSet</c>.
/// </summary>
[OptionsSection("Listeners:{name}:SetCurrentClientCertDetails")]
public sealed partial class ClientCertDetailsOptions
{
    /// <summary>True adds the subject.</summary>
    public bool Subject { get; set; }

    /// <summary>True adds the certificate itself, as URL-encoded PEM.</summary>
    public bool Cert { get; set; }

    /// <summary>True adds the certificate and those of the intermediate authorities that the client sent, as URL-encoded PEM.</summary>
    public bool Chain { get; set; }

    /// <summary>True adds the DNS names.</summary>
    public bool Dns { get; set; }

    /// <summary>True adds the URIs, such as SPIFFE ids.</summary>
    public bool Uri { get; set; }
}
