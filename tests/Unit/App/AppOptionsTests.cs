using Microsoft.Extensions.Configuration;
using ZipkinMesh.App.Options;
using ZipkinMesh.Hosting;

namespace ZipkinMesh.Tests.App;

public sealed class AppOptionsTests
{
    [Fact]
    public void Read_OnlyServiceName_OthersHaveTheSandboxDefaults()
    {
        var options = Read("SERVICE_NAME=1", "App:Sidecar=");

        Assert.Equal("1", options.ServiceName);
        Assert.Equal(8080, options.Port);
        Assert.Equal(new Uri("http://localhost:9000"), options.Egress);
        Assert.Null(options.Sidecar);
        Assert.False(options.RecordsSpans);
    }

    [Theory]
    [InlineData("1", "", "2")]
    [InlineData("1", "7", "7")]
    [InlineData("2", "", null)]
    [InlineData("2", "3", "3")]
    public void NextService_IsThatOfTheSandboxUnlessConfigured(string name, string next, string? called) =>
        Assert.Equal(called, Read($"SERVICE_NAME={name}", $"App:Next={next}", "App:Sidecar=").NextService);

    [Theory]
    [InlineData("", false, false)]
    [InlineData("none", false, false)]
    [InlineData("zipkin", true, false)]
    [InlineData("otlp", false, true)]
    [InlineData("OTLP, zipkin", true, true)]
    public void Read_TracesExporter_DecidesOnTheAppsOwnSpans(string exporter, bool zipkin, bool otlp)
    {
        var options = Read("SERVICE_NAME=1", "App:Sidecar=", $"OTEL_TRACES_EXPORTER={exporter}");

        Assert.Equal((zipkin, otlp, zipkin || otlp), (options.ExportsToZipkin, options.ExportsOtlp, options.RecordsSpans));
    }

    [Fact]
    public void Read_RelativeSidecarPath_IsMadeFull()
    {
        using var scratch = new Scratch();
        var sidecar = scratch.Script("sidecar");

        Assert.Equal(sidecar, Read("SERVICE_NAME=1", $"App:Sidecar={Path.GetRelativePath(".", sidecar)}").Sidecar);
    }

    [Fact]
    public void Read_NoSidecarSetting_IsTheFileInTheProgramsFolder() =>
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "sidecar"), Read("SERVICE_NAME=1").Sidecar);

    [Fact]
    public void Section_TimeoutsAreNoOptions() => Assert.Equal(
        [
            ("SERVICE_NAME", ""), ("App:Port", "8080"), ("App:Egress", "http://localhost:9000"), ("App:Next", ""),
            ("App:ErrorPercent", "0"), ("App:MaxDelay", "0"), ("App:Sidecar", "sidecar"),
            ("OTEL_TRACES_EXPORTER", "none"), ("OTEL_EXPORTER_ZIPKIN_ENDPOINT", "http://localhost:9411/api/v2/spans"), ("App:SidecarConfiguration", ""),
        ],
        AppOptions.Section.Options.Select(option => (option.Key, option.Default)));

    [Theory]
    [InlineData("SERVICE_NAME: missing; required: letters, digits, '.', '-' and '_', for example 1", "App:Sidecar=")]
    [InlineData("SERVICE_NAME: '' is not allowed; allowed: letters, digits, '.', '-' and '_', for example 1", "SERVICE_NAME=")]
    [InlineData("SERVICE_NAME: '../1' is not allowed; ", "SERVICE_NAME=../1")]
    [InlineData("App:Port: '0' is not allowed; allowed: 1 to 65535", "SERVICE_NAME=1", "App:Port=0")]
    [InlineData("App:Port: '65536' is not allowed; ", "SERVICE_NAME=1", "App:Port=65536")]
    [InlineData("App:Port: ' 80' is not allowed; ", "SERVICE_NAME=1", "App:Port= 80")]
    [InlineData("App:Port: '' is not allowed; ", "SERVICE_NAME=1", "App:Port=")]
    [InlineData("App:Egress: 'localhost:9000' is not allowed; allowed: http://host:port", "SERVICE_NAME=1", "App:Egress=localhost:9000")]
    [InlineData("App:Egress: 'https://a' is not allowed; ", "SERVICE_NAME=1", "App:Egress=https://a")]
    [InlineData("App:Egress: 'http://a/b' is not allowed; ", "SERVICE_NAME=1", "App:Egress=http://a/b")]
    [InlineData("App:Sidecar: '/no/such/file' is not allowed; allowed: the path of the sidecar program, or an empty value to run the app alone", "SERVICE_NAME=1", "App:Sidecar=/no/such/file")]
    [InlineData("OTEL_TRACES_EXPORTER: 'jaeger' is not allowed; allowed: a list of none, zipkin, otlp", "SERVICE_NAME=1", "OTEL_TRACES_EXPORTER=jaeger")]
    [InlineData("OTEL_EXPORTER_ZIPKIN_ENDPOINT: 'zipkin:9411' is not allowed; allowed: an http or https URL, such as http://localhost:9411/api/v2/spans", "SERVICE_NAME=1", "OTEL_EXPORTER_ZIPKIN_ENDPOINT=zipkin:9411")]
    public void Read_InvalidValue_MessageHasKeyValueAndAllowedValues(string message, params string[] settings)
    {
        var exception = Assert.Throws<SettingException>(() => Read(settings));

        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    private static AppOptions Read(params string[] settings) => AppOptions.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => s.Split('=', 2)).ToDictionary(s => s[0], s => (string?)s[1])).Build());
}
