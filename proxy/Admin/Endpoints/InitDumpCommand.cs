using System.Text.Json;
using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Listeners;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Admin.Endpoints;

/// <summary>Shows the listeners that aren't open yet (Envoy's <c>envoy.admin.v3.UnreadyTargetsDumps</c>); afterwards nothing.</summary>
internal sealed class InitDumpCommand(ServerStatus status, ZipkinMeshOptions options)
    : AdminCommand("/init_dump", "dump current init manager information (experimental)", Mask)
{
    private const string Listener = "listener";

    private static readonly AdminParameter Mask =
        new("mask", "The desired component to dump unready targets, for example /init_dump?mask=listener");

    public override Task RunAsync(AdminRequest request)
    {
        var isWanted = request.Find(Mask.Name) is null or "" or Listener;
        return request.RespondAsync(json => Write(json, isWanted && status.State == ServerState.Initializing));
    }

    private void Write(Utf8JsonWriter json, bool isInitializing)
    {
        json.WriteStartObject();
        if (isInitializing)
        {
            json.WriteStartArray("unready_targets_dumps");
            json.WriteStartObject();
            json.WriteString("name", "init manager Server");
            json.WriteStartArray("target_names");
            foreach (var name in options.Listeners.Keys)
            {
                json.WriteStringValue($"Listener-init-target {name}");
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
