using System.Text;
using System.Text.Json;
using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Listeners;

namespace ZipkinMesh.Proxy.Admin.Endpoints;

/// <summary>
/// Shows the names and addresses of the listeners, as <c>ingress_http::0.0.0.0:8000</c> or as Envoy's <c>envoy.admin.v3.Listeners</c>.
/// </summary>
internal sealed class ListenersCommand(BoundListeners listeners) : AdminCommand("/listeners", "print listener info", Format)
{
    private static readonly AdminParameter Format = new("format", "File format to use") { Choices = ["text", "json"] };

    public override Task RunAsync(AdminRequest request) =>
        request.Find(Format.Name) == "json" ? request.RespondAsync(Write) : request.RespondAsync(ToText());

    private string ToText()
    {
        var text = new StringBuilder();
        foreach (var (name, _, address) in listeners.All)
        {
            text.Append(name).Append("::").Append(BoundListeners.EndPointOf(address)).Append('\n');
        }

        return text.ToString();
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("listener_statuses");
        foreach (var (name, _, address) in listeners.All)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WritePropertyName("local_address");
            AddressJson.Create(BoundListeners.EndPointOf(address)).WriteTo(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
