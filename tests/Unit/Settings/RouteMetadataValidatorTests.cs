using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Configuration.Validation;

namespace ZipkinMesh.Tests.Settings;

public sealed class RouteMetadataValidatorTests
{
    private const string Path = "ReverseProxy:Routes:service1:Metadata";

    [Fact]
    public void Check_Complete_Returns() => Check(("Listener", "ingress_http"), ("operation", "check"), ("Prefix", "/"), ("ResponseHeadersFromRequest", ""), ("com.example.team", "red"), ("CustomTags:a:Literal", "x"));

    [Theory]
    [InlineData("Listener", null, ":Listener: missing; required: one of the listeners: ingress_http, egress_http")]
    [InlineData("Listener", "other", ":Listener: 'other' is not allowed; allowed: one of the listeners: ingress_http, egress_http")]
    [InlineData("Operation", null, ":Operation: missing; required: the name of the route's spans")]
    [InlineData("Operation", "", ":Operation: '' is not allowed; allowed: the name of the route's spans")]
    [InlineData("Prefix", "trace", ":Prefix: 'trace' is not allowed; allowed: a path that begins with /")]
    [InlineData("Operatoin", "check", ": 'Operatoin' is not allowed; allowed: Listener, Operation, Prefix, ResponseHeadersFromRequest, IdleTimeout, MaxStreamDuration, GrpcTimeoutHeaderMax, UpgradeConfigs, RetryOn, NumRetries, PerTryTimeout, RetriableStatusCodes, RetryBackOffBaseInterval, RetryBackOffMaxInterval, ClientSampling, RandomSampling, OverallSampling, KeepErrors, KeepSlowerThan, UpstreamOperation, CustomTags")]
    public void Check_Mistake_ThrowsOneLine(string key, string? value, string line)
    {
        Dictionary<string, string?> metadata = new() { ["Listener"] = "ingress_http", ["Operation"] = "check", [key] = value };
        var set = metadata.Where(entry => entry.Value is not null).Select(entry => (entry.Key, entry.Value!)).ToArray();

        Assert.Equal(Path + line, Assert.Throws<SettingException>(() => Check(set)).Message);
    }

    [Fact]
    public void Check_None_ThrowsOneLine() =>
        Assert.Equal($"{Path}:Listener: missing; required: one of the listeners: a", Assert.Throws<SettingException>(() => RouteMetadataValidator.Check(Path, new Dictionary<string, string>(), ["a"])).Message);

    [Theory]
    [InlineData("Prefix", "/trace")]
    [InlineData("Owner", "of the app's own")]
    public void Check_NoListenersAndAllowed_Returns(string key, string value) =>
        RouteMetadataValidator.Check(Path, new Dictionary<string, string> { [key] = value }, []);

    [Fact]
    public void Check_NoListenersAndMistake_ThrowsOneLine()
    {
        Dictionary<string, string> metadata = new() { ["Prefix"] = "trace" };

        var exception = Assert.Throws<SettingException>(() => RouteMetadataValidator.Check(Path, metadata, []));

        Assert.Equal($"{Path}:Prefix: 'trace' is not allowed; allowed: a path that begins with /", exception.Message);
    }

    private static void Check(params (string Key, string Value)[] metadata) =>
        RouteMetadataValidator.Check(Path, metadata.ToDictionary(entry => entry.Key, entry => entry.Value), ["ingress_http", "egress_http"]);
}
