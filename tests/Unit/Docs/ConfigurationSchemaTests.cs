using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using ZipkinMesh.Docs;

namespace ZipkinMesh.Tests.Docs;

/// <summary>The JSON schema accepts the files that come with the programs, and finds mistakes in them.</summary>
public sealed class ConfigurationSchemaTests
{
    private const string FrontProxy = "front-proxy/appsettings.json";

    private static readonly JsonSchema Schema = JsonSchema.FromFile(Path.Combine(Checkout.Root, "proxy/ConfigurationSchema.json"));

    [Theory]
    [InlineData(FrontProxy)]
    [InlineData("service/Sidecar/service1.json")]
    [InlineData("service/Sidecar/service2.json")]
    public void File_OfThePrograms_IsValidAndNamesTheSchema(string path)
    {
        var file = Read(path);
        var schema = Path.Combine(Checkout.Root, Path.GetDirectoryName(path)!, (string)file["$schema"]!);

        Assert.True(IsValid(file));
        Assert.Equal(Path.Combine(Checkout.Root, "proxy/ConfigurationSchema.json"), Path.GetFullPath(schema));
    }

    [Theory]
    [InlineData("Tracing:RandomSampling", "0.5")]
    [InlineData("Tracing:FlushInterval", "\"00:00:00.010\"")]
    [InlineData("ReverseProxy:Routes:service1:Timeout", "\"1.00:00:00\"")]
    [InlineData("ReverseProxy:Routes:service1:Order", "1")]
    [InlineData("ReverseProxy:Clusters:service1:LoadBalancingPolicy", "\"Random\"")]
    [InlineData("Listeners:ingress_http:Tls", "{ \"TlsCertificates\": [{ \"CertificateChain\": \"a.pem\", \"PrivateKey\": \"a.key\" }] }")]
    [InlineData("Logging", "{}")]
    public void Setting_Allowed_IsValid(string key, string value) => Assert.True(IsValid(With(key, value)));

    [Theory]
    [InlineData("Tracng", "{}")]
    [InlineData("Node:Name", "\"front\"")]
    [InlineData("Listeners:ingress_http:Port", "70000")]
    [InlineData("Listeners:ingress_http:Prot", "1")]
    [InlineData("Listeners:ingress_http:Direction", "\"Sideways\"")]
    [InlineData("Listeners:ingress_http:Direction", null)]
    [InlineData("Listeners:ingress_http:Tls", "{ \"TlsCertificates\": [{ \"PrivateKey\": \"a.key\" }] }")]
    [InlineData("Listeners:ingress_http:Tls", "{ \"TlsMinimumProtocolVersion\": \"TLSv1_1\" }")]
    [InlineData("Tracing:RandomSampling", "101")]
    [InlineData("Tracing:MaxQueuedSpans", "511")]
    [InlineData("Tracing:FlushInterval", "1")]
    [InlineData("Tracing:CollectorEndpoint", "\"api\"")]
    [InlineData("Tracing:CollectorCluster", "\"\"")]
    [InlineData("ReverseProxy:Routes:service1:Timeout", "\"15\"")]
    [InlineData("ReverseProxy:Routes:service1:AuthorizationPolicy", "\"Default\"")]
    [InlineData("ReverseProxy:Routes:service1:Metadata:Operatoin", "\"check\"")]
    [InlineData("ReverseProxy:Routes:service1:Metadata:Operation", null)]
    [InlineData("ReverseProxy:Clusters:service1:Destinations:service1:Address", "\"service1:8000\"")]
    public void Setting_NotAllowed_IsNotValid(string key, string? value) => Assert.False(IsValid(With(key, value)));

    private static bool IsValid(JsonNode file) => Schema.Evaluate(file).IsValid;

    // Without a value the setting is left out.
    private static JsonNode With(string key, string? value)
    {
        var file = Read(FrontProxy);
        var keys = key.Split(':');
        var section = keys[..^1].Aggregate(file, (parent, name) => parent[name]!).AsObject();
        section.Remove(keys[^1]);
        if (value is not null)
        {
            section[keys[^1]] = JsonNode.Parse(value);
        }

        return file;
    }

    private static JsonNode Read(string path) => JsonNode.Parse(
        File.ReadAllText(Path.Combine(Checkout.Root, path)),
        documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!;
}
