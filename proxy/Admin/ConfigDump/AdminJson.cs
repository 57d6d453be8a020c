using System.Text.Json.Nodes;
using ZipkinMesh.Hosting.Options.Rules;
using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Admin.ConfigDump;

/// <summary>Describes the admin interface as Envoy's <c>envoy.config.bootstrap.v3.Admin</c>.</summary>
internal static class AdminJson
{
    public static JsonObject Create(AdminOptions admin)
    {
        JsonObject json = new() { ["address"] = AddressJson.Create(admin.Address, admin.Port) };
        if (admin.AccessLogPath.Length > 0)
        {
            json["access_log"] = new JsonArray(new JsonObject
            {
                ["name"] = "envoy.access_loggers.file",
                ["typed_config"] = new JsonObject
                {
                    [ConfigSection.TypeKey] = "type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog",
                    ["path"] = admin.AccessLogPath,
                },
            });
        }

        if (PathListAttribute.Parse(admin.AllowPaths) is { Length: > 0 } paths)
        {
            json["allow_paths"] = new JsonArray([.. paths.Select(path =>
                path.EndsWith('*') ? new JsonObject { ["prefix"] = path[..^1] } : new JsonObject { ["exact"] = path })]);
        }

        return json;
    }
}
