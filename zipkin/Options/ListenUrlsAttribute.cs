using System.Text.Json.Nodes;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Zipkin.Options;

/// <summary>Allows the addresses that a server can listen on without TLS.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ListenUrlsAttribute : Attribute, IOptionRule
{
    /// <inheritdoc/>
    public string Allowed => "http://ADDRESS:PORT, several separated by ;";

    /// <inheritdoc/>
    public bool Allows(string value) => value.Split(';').All(IsAddress);

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string" };

    private static bool IsAddress(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address is { Scheme: "http", PathBase: "", IsUnixPipe: false, Port: >= 0 and <= 65535 };
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
