using System.Text.Json;
using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Configuration.Sources;
using ZipkinMesh.Proxy.Listeners;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Admin.Endpoints;

/// <summary>Shows version, state, uptime and node (Envoy's <c>envoy.admin.v3.ServerInfo</c>).</summary>
internal sealed class ServerInfoCommand(ServerStatus status, ZipkinMeshOptions options, SettingsFile? file = null)
    : AdminCommand("/server_info", "print server version/status information")
{
    public override Task RunAsync(AdminRequest request) => request.RespondAsync(Write);

    private void Write(Utf8JsonWriter json)
    {
        // There is one epoch: a program can't take over from another one.
        var uptime = ProtoJson.WholeSeconds(status.Uptime);
        json.WriteStartObject();
        json.WriteString("version", $"{BuildInfo.Commit}/{BuildInfo.Version}/Unknown/RELEASE/none");
        json.WriteString("state", status.StateName);
        json.WriteString("uptime_current_epoch", uptime);
        json.WriteString("uptime_all_epochs", uptime);
        json.WriteString("hot_restart_version", HotRestartVersionCommand.Version);
        WriteCommandLine(json);
        json.WritePropertyName("node");
        NodeJson.Create(options.Node).WriteTo(json);
        json.WriteBoolean("hot_restart_initializing", false);
        json.WriteEndObject();
    }

    private void WriteCommandLine(Utf8JsonWriter json)
    {
        json.WriteStartObject("command_line_options");
        json.WriteNumber("concurrency", Environment.ProcessorCount);
        json.WriteString("config_path", file?.GivenPath ?? "");
        json.WriteString("service_cluster", options.Node.Cluster);
        json.WriteString("service_node", options.Node.Id);
        json.WriteString("drain_time", ProtoJson.Duration(options.Drain.DrainTime));
        json.WriteString("parent_shutdown_time", ProtoJson.Duration(options.Drain.ParentShutdownTime));
        json.WriteString("mode", "Serve");
        json.WriteBoolean("disable_hot_restart", true);
        json.WriteEndObject();
    }
}
