using System.Text.Json.Nodes;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Admin.Commands;

/// <summary>Describes the proxy as Envoy's <c>envoy.config.core.v3.Node</c>.</summary>
internal static class NodeJson
{
    public static JsonObject Create(NodeOptions node)
    {
        var version = System.Version.Parse(BuildInfo.Version.Split('-')[0]);
        return new JsonObject
        {
            ["id"] = node.Id,
            ["cluster"] = node.Cluster,
            ["user_agent_name"] = "zipkin-mesh",
            ["user_agent_build_version"] = new JsonObject
            {
                ["version"] = new JsonObject { ["major_number"] = version.Major, ["minor_number"] = version.Minor, ["patch"] = version.Build },
                ["metadata"] = new JsonObject { ["revision.sha"] = BuildInfo.Commit },
            },
            ["extensions"] = new JsonArray(),
            ["client_features"] = new JsonArray(),
            ["listening_addresses"] = new JsonArray(),
            ["dynamic_parameters"] = new JsonObject(),
        };
    }
}
