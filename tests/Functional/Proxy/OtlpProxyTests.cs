using System.Security.Cryptography.X509Certificates;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>The base class of tests whose proxies export spans by OTLP to a receiver. Its disposal checks that the test took all spans.</summary>
public abstract class OtlpProxyTests : ProxyTests
{
    protected const string Grpc = "grpc";
    protected const string Http = "http/protobuf";

    private OtlpReceiver? _receiver;

    private protected OtlpReceiver Receiver => _receiver!;

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        if (_receiver is not null)
        {
            await _receiver.DisposeAsync();
            Assert.Empty(_receiver.TakeRemaining());
        }
    }

    private protected static async Task<RawMessage> ForwardAsync(ProxyEnvironment proxy, string path, params string[] headers)
    {
        await proxy.GetAsync(path, headers);
        return await proxy.Upstream.TakeAsync();
    }

    /// <summary>Starts the receiver; returns a setup that exports to it.</summary>
    private protected async Task<ProxySetup> SetupAsync(ProxyRole role, string protocol, X509Certificate2? certificate = null)
    {
        _receiver = await OtlpReceiver.StartAsync(certificate);
        return new ProxySetup(role)
            .With("Tracing:SharedSpanContext", "false")
            .WithVariable("OTEL_TRACES_EXPORTER", "otlp")
            .WithVariable("OTEL_EXPORTER_OTLP_PROTOCOL", protocol)
            .WithVariable("OTEL_EXPORTER_OTLP_ENDPOINT", _receiver.AddressFor(protocol))
            .WithVariable("OTEL_BSP_SCHEDULE_DELAY", "10");
    }
}
