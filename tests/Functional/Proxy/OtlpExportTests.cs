using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the requests of exports by OTLP, and that variables turn the exporters on and off.</summary>
public sealed class OtlpExportTests : OtlpProxyTests
{
    [Theory]
    [InlineData(Grpc, "application/grpc", "grpc-encoding")]
    [InlineData(Http, "application/x-protobuf", "content-encoding")]
    public async Task Export_WithHeadersAndCompression_SendsThemAndIsNotTraced(string protocol, string contentType, string encoding)
    {
        var setup = await SetupAsync(ProxyRole.Front, protocol);
        var proxy = await StartAsync(setup
            .WithVariable("OTEL_EXPORTER_OTLP_HEADERS", "api-key=ignored")
            .WithVariable("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "api-key=a%20secret,x-tenant=1")
            .WithVariable("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip"));

        await ForwardAsync(proxy, "/");

        var headers = (await Receiver.TakeRequestAsync()).Headers;
        Assert.Equal((contentType, "gzip", "a secret", "1"), (headers["content-type"], headers[encoding], headers["api-key"], headers["x-tenant"]));
        Assert.DoesNotContain("traceparent", headers);
        await Receiver.TakeAsync();
    }

    [Theory]
    [InlineData(Grpc)]
    [InlineData(Http)]
    public async Task Export_WithCertificates_IsEncryptedAndAuthenticated(string protocol)
    {
        using var scratch = new Scratch();
        using var key = ECDsa.Create();
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var (file, keyFile) = (Path.Combine(scratch.Folder, "cert.pem"), Path.Combine(scratch.Folder, "key.pem"));
        File.WriteAllText(file, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        var setup = await SetupAsync(ProxyRole.Front, protocol, certificate);
        var proxy = await StartAsync(setup
            .WithVariable("OTEL_EXPORTER_OTLP_CERTIFICATE", file)
            .WithVariable("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", file)
            .WithVariable("OTEL_EXPORTER_OTLP_CLIENT_KEY", keyFile));

        await ForwardAsync(proxy, "/");

        await Receiver.TakeAsync();
    }

    [Fact]
    public async Task Export_ToTracesEndpoint_UsesTheUrlAsItIs()
    {
        var setup = await SetupAsync(ProxyRole.Front, Http);
        var proxy = await StartAsync(setup
            .WithVariable("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
            .WithVariable("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", $"{Receiver.HttpAddress}/v1/traces"));

        await ForwardAsync(proxy, "/");

        await Receiver.TakeAsync();
    }

    [Theory]
    [InlineData("OTEL_TRACES_EXPORTER", "none")]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    public async Task Exporters_TurnedOff_ContextIsForwardedWithoutSpans(string variable, string value)
    {
        var setup = await SetupAsync(ProxyRole.Front, Grpc);
        var proxy = await StartAsync(setup.WithVariable("OTEL_TRACES_EXPORTER", "otlp,zipkin").WithVariable(variable, value));

        var request = await ForwardAsync(proxy, "/");

        Assert.Equal("1", request["x-b3-sampled"]);
        await proxy.StopAsync();
        Assert.Equal(0, proxy.Stats.Made);
    }

    [Fact]
    public async Task Exporter_OtlpAlone_NeedsNoTracingSection()
    {
        var setup = await SetupAsync(ProxyRole.Front, Grpc);
        var proxy = await StartAsync(setup
            .With("Tracing:SharedSpanContext", null)
            .With("Tracing:CollectorCluster", null)
            .With("Tracing:FlushInterval", null)
            .With("ReverseProxy:Clusters:zipkin:Destinations:zipkin:Address", null));

        await ForwardAsync(proxy, "/");

        Assert.Equal("check_server1", (await Receiver.TakeAsync()).Name);
    }
}
