using System.Security.Authentication;
using System.Text.Json.Nodes;
using Yarp.ReverseProxy.Configuration;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Upstreams.Tls;

namespace ZipkinMesh.Proxy.Admin.ConfigDump;

/// <summary>Describes the TLS of a cluster as Envoy's <c>UpstreamTlsContext</c>. Like Envoy's, it doesn't tell where the private key is.</summary>
internal static class UpstreamTlsJson
{
    private const string Type = "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext";

    /// <summary>Returns the description; null for a cluster whose destinations are all without TLS.</summary>
    public static JsonObject? Create(ClusterConfig cluster, IReadOnlyDictionary<string, DestinationConfig>? destinations)
    {
        var all = (destinations ?? cluster.Destinations)?.Values ?? [];
        return all.Any(destination => destination.Address.StartsWith(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase))
            ? new JsonObject { ["name"] = "envoy.transport_sockets.tls", ["typed_config"] = Context(UpstreamTlsSettings.Of(cluster.Metadata, cluster.HttpClient)) }
            : null;
    }

    private static JsonObject Context(UpstreamTlsSettings settings)
    {
        JsonObject common = new() { ["tls_params"] = Versions(settings.Versions) };
        if (settings.CertificateChain.Length > 0)
        {
            common["tls_certificates"] = new JsonArray(new JsonObject
            {
                ["certificate_chain"] = File(settings.CertificateChain),
                ["private_key"] = File("[redacted]"),
            });
        }

        if (settings.HasValidation)
        {
            common["validation_context"] = Validation(settings);
        }

        JsonObject context = new() { ["@type"] = Type, ["common_tls_context"] = common };
        if (settings.Sni.Length > 0)
        {
            context["sni"] = settings.Sni;
        }

        return context;
    }

    private static JsonObject Versions(SslProtocols versions) => new()
    {
        ["tls_minimum_protocol_version"] = versions.HasFlag(SslProtocols.Tls12) ? ClusterMetadataOptions.Tls12 : ClusterMetadataOptions.Tls13,
        ["tls_maximum_protocol_version"] = versions.HasFlag(SslProtocols.Tls13) ? ClusterMetadataOptions.Tls13 : ClusterMetadataOptions.Tls12,
    };

    private static JsonObject Validation(UpstreamTlsSettings settings)
    {
        JsonObject json = [];
        if (settings.TrustedCa.Length > 0)
        {
            json["trusted_ca"] = File(settings.TrustedCa);
        }

        if (settings.MatchTypedSubjectAltNames.Length > 0)
        {
            json["match_typed_subject_alt_names"] = new JsonArray([.. SubjectAltNamesAttribute.Parse(settings.MatchTypedSubjectAltNames)!.Select(match => new JsonObject
            {
                ["san_type"] = match.Type,
                ["matcher"] = match.Value.EndsWith('*') ? new JsonObject { ["prefix"] = match.Value[..^1] } : new JsonObject { ["exact"] = match.Value },
            })]);
        }

        return json;
    }

    private static JsonObject File(string path) => new() { ["filename"] = path };
}
