using System.Text.Json;
using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Proxy.Admin.Endpoints;

/// <summary>
/// Shows the runtime values: the percentages of sampling, of the configuration (layer 0) and of /runtime_modify (layer 1).
/// <code>
/// {"layers": ["configuration", "admin"],
///  "entries": {"tracing.random_sampling": {"layer_values": ["100", "12.5"], "final_value": "12.5"}}}
/// </code>
/// </summary>
internal sealed class RuntimeCommand(SamplingPercentages? percentages = null) : AdminCommand("/runtime", "print runtime values")
{
    public override Task RunAsync(AdminRequest request) => request.RespondAsync(Write);

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("layers");
        json.WriteStringValue("configuration");
        json.WriteStringValue("admin");
        json.WriteEndArray();
        json.WriteStartObject("entries");
        foreach (var percentage in percentages?.All ?? [])
        {
            json.WriteStartObject(percentage.Key);
            json.WriteStartArray("layer_values");
            json.WriteStringValue(percentage.Configured);
            json.WriteStringValue(percentage.Override ?? "");
            json.WriteEndArray();
            json.WriteString("final_value", percentage.Override ?? percentage.Configured);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
