using System.Text.Json.Nodes;
using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Admin.ConfigDump;

/// <summary>
/// Describes the TLS of a listener as Envoy's <c>envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext</c>. Private keys are redacted,
/// as there.
/// </summary>
internal static class TlsJson
{
    private const string Redacted = "[redacted]";

    /// <summary>Describes the transport socket of a listener.</summary>
    public static JsonObject Create(ListenerTlsOptions tls)
    {
        JsonObject common = new()
        {
            ["tls_params"] = new JsonObject
            {
                ["tls_minimum_protocol_version"] = tls.TlsMinimumProtocolVersion,
                ["tls_maximum_protocol_version"] = tls.TlsMaximumProtocolVersion,
            },
            ["tls_certificates"] = new JsonArray([.. tls.TlsCertificates.Values.Select(certificate => Certificate(certificate.CertificateChain))]),
        };
        if (tls.TrustedCa.Length > 0)
        {
            common["validation_context"] = ValidationContext(tls.TrustedCa, tls.MatchTypedSubjectAltNames);
        }

        common["alpn_protocols"] = new JsonArray([.. ProtocolsAttribute.Split(tls.AlpnProtocols).Select(name => JsonValue.Create(name))]);
        return new JsonObject
        {
            ["name"] = "envoy.transport_sockets.tls",
            ["typed_config"] = new JsonObject
            {
                [ConfigSection.TypeKey] = "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext",
                ["common_tls_context"] = common,
                ["require_client_certificate"] = tls.RequireClientCertificate,
            },
        };
    }

    /// <summary>Describes the contents of <c>x-forwarded-client-cert</c>.</summary>
    public static JsonObject Create(ClientCertDetailsOptions details) => new()
    {
        ["subject"] = details.Subject,
        ["cert"] = details.Cert,
        ["dns"] = details.Dns,
        ["uri"] = details.Uri,
        ["chain"] = details.Chain,
    };

    /// <summary>Returns Envoy's name of a treatment of <c>x-forwarded-client-cert</c>.</summary>
    public static string NameOf(ForwardClientCertDetails details) => details switch
    {
        ForwardClientCertDetails.ForwardOnly => "FORWARD_ONLY",
        ForwardClientCertDetails.AppendForward => "APPEND_FORWARD",
        ForwardClientCertDetails.SanitizeSet => "SANITIZE_SET",
        ForwardClientCertDetails.AlwaysForwardOnly => "ALWAYS_FORWARD_ONLY",
        _ => "SANITIZE",
    };

    /// <summary>Describes what certificates of the other side are verified by.</summary>
    /// <param name="trustedCa">The path of the authorities' certificates; empty for none.</param>
    /// <param name="matches">The list of subject alternative names; empty for none.</param>
    public static JsonObject ValidationContext(string trustedCa, string matches)
    {
        JsonObject json = [];
        if (trustedCa.Length > 0)
        {
            json["trusted_ca"] = FileName(trustedCa);
        }

        if (SubjectAltNamesAttribute.Parse(matches) is { Count: > 0 } names)
        {
            json["match_typed_subject_alt_names"] = new JsonArray([.. names.Select(name => new JsonObject
            {
                ["san_type"] = name.Type,
                ["matcher"] = name.Value.EndsWith('*') ? new JsonObject { ["prefix"] = name.Value[..^1] } : new JsonObject { ["exact"] = name.Value },
            })]);
        }

        return json;
    }

    /// <summary>Describes the certificate that is shown to the other side.</summary>
    public static JsonObject Certificate(string chain) => new() { ["certificate_chain"] = FileName(chain), ["private_key"] = FileName(Redacted) };

    private static JsonObject FileName(string path) => new() { ["filename"] = path };
}
