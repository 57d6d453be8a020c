using System.Net;
using System.Text.Json.Nodes;

namespace ZipkinMesh.Proxy.Admin.Commands;

/// <summary>Describes addresses as Envoy's <c>envoy.config.core.v3.Address</c>.</summary>
internal static class AddressJson
{
    public static JsonObject Create(IPEndPoint endPoint) => Create(endPoint.Address.ToString(), endPoint.Port);

    public static JsonObject Create(string host, int port) =>
        new() { ["socket_address"] = new JsonObject { ["address"] = host, ["port_value"] = port } };
}
