using System.Text.Json.Nodes;
using ZipkinMesh.Tests.Support.Certificates;
using ZipkinMesh.Tests.WholeMesh;

namespace ZipkinMesh.Tests.Tls;

/// <summary>Writes Envoy's configuration of listeners with TLS that ask for client certificates.</summary>
internal static class EnvoyTls
{
    private const string Types = "type.googleapis.com/envoy.extensions.";

    /// <summary>Creates a listener that writes all details of client certificates.</summary>
    /// <param name="port">The port.</param>
    /// <param name="mode">The treatment of the header.</param>
    /// <param name="server">The files of the listener's certificate; null for a listener in clear text.</param>
    /// <param name="trustedCa">The file of the authorities.</param>
    public static JsonObject Listener(int port, string mode, CertificatePaths? server, string trustedCa)
    {
        var listener = EnvoyConfiguration.Listener(port, "OUTBOUND", "/", "upstream", "operation");
        var chain = listener["filter_chains"]![0]!;
        var manager = chain["filters"]![0]!["typed_config"]!;
        manager["forward_client_cert_details"] = mode;
        manager["set_current_client_cert_details"] =
            new JsonObject { ["subject"] = true, ["cert"] = true, ["chain"] = true, ["dns"] = true, ["uri"] = true };
        if (server is not null)
        {
            chain["transport_socket"] = new JsonObject { ["name"] = "tls", ["typed_config"] = Context(server, trustedCa) };
        }

        return listener;
    }

    private static JsonObject Context(CertificatePaths server, string trustedCa) => new()
    {
        ["@type"] = $"{Types}transport_sockets.tls.v3.DownstreamTlsContext",
        ["common_tls_context"] = new JsonObject
        {
            ["tls_certificates"] = new JsonArray(new JsonObject
            {
                ["certificate_chain"] = new JsonObject { ["filename"] = server.Chain },
                ["private_key"] = new JsonObject { ["filename"] = server.Key },
            }),
            ["validation_context"] = new JsonObject { ["trusted_ca"] = new JsonObject { ["filename"] = trustedCa } },
            ["alpn_protocols"] = new JsonArray("h2", "http/1.1"),
        },
    };
}
