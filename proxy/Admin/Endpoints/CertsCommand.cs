using ZipkinMesh.Proxy.Admin.Commands;

namespace ZipkinMesh.Proxy.Admin.Endpoints;

/// <summary>Shows the certificates of the listeners (Envoy's <c>envoy.admin.v3.Certificates</c>): none, because no listener has TLS.</summary>
internal sealed class CertsCommand() : AdminCommand("/certs", "print certs on machine")
{
    public override Task RunAsync(AdminRequest request) => request.RespondAsync(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("certificates");
        json.WriteEndArray();
        json.WriteEndObject();
    });
}
