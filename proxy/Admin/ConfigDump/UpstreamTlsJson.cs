using System.Security.Authentication;
using System.Text.Json.Nodes;
using Yarp.ReverseProxy.Configuration;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Upstreams.Tls;

namespace ZipkinMesh.Proxy.Admin.ConfigDump;

/// <summary>Describes the TLS of a cluster as Envoy's <c>UpstreamTlsContext</c>.</summary>
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
            common["tls_certificates"] = new JsonArray(TlsJson.Certificate(settings.CertificateChain));
        }

        if (settings.HasValidation)
        {
            common["validation_context"] = TlsJson.ValidationContext(settings.TrustedCa, settings.MatchTypedSubjectAltNames);
        }

        JsonObject context = new() { [ConfigSection.TypeKey] = Type, ["common_tls_context"] = common };
        if (settings.Sni.Length > 0)
        {
            context["sni"] = settings.Sni;
        }

        return context;
    }

    private static JsonObject Versions(SslProtocols versions) => new()
    {
        ["tls_minimum_protocol_version"] = versions.HasFlag(SslProtocols.Tls12) ? TlsVersions.Tls12 : TlsVersions.Tls13,
        ["tls_maximum_protocol_version"] = versions.HasFlag(SslProtocols.Tls13) ? TlsVersions.Tls13 : TlsVersions.Tls12,
    };
}
