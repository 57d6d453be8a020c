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
            ["tls_certificates"] = new JsonArray([.. tls.TlsCertificates.Values.Select(certificate => new JsonObject
            {
                ["certificate_chain"] = FileName(certificate.CertificateChain),
                ["private_key"] = FileName(Redacted),
            })]),
        };
        if (tls.TrustedCa.Length > 0)
        {
            common["validation_context"] = ValidationContext(tls);
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

    private static JsonObject ValidationContext(ListenerTlsOptions tls)
    {
        JsonObject json = new() { ["trusted_ca"] = FileName(tls.TrustedCa) };
        if (SubjectAltNamesAttribute.Parse(tls.MatchTypedSubjectAltNames) is { Count: > 0 } names)
        {
            json["match_typed_subject_alt_names"] = new JsonArray([.. names.Select(name => new JsonObject
            {
                ["san_type"] = name.Type,
                ["matcher"] = name.Value.EndsWith('*') ? new JsonObject { ["prefix"] = name.Value[..^1] } : new JsonObject { ["exact"] = name.Value },
            })]);
        }

        return json;
    }

    private static JsonObject FileName(string path) => new() { ["filename"] = path };
}
