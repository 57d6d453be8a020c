using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy;
using ZipkinMesh.Proxy.Upstreams;

namespace ZipkinMesh.Fuzz.Targets;

/// <summary>
/// Builds a proxy from a settings file, without starting it. Any file gives a proxy or a <see cref="SettingException"/> with one line.
/// </summary>
internal sealed class ConfigurationTarget() : FuzzTarget(
    "configuration",
    [
        .. JsonTokens.Json, "\"Node\":{", "\"Cluster\":", "\"Id\":", "\"Listeners\":{", "\"ingress_http\":{", "\"Port\":", "\"Address\":", "\"127.0.0.1\"", "\"Direction\":", "\"Inbound\"", "\"Outbound\"",
        "\"Tracing\":{", "\"CollectorCluster\":", "\"CollectorEndpoint\":", "\"RandomSampling\":", "\"ReverseProxy\":{", "\"Routes\":{", "\"Clusters\":{", "\"Destinations\":{",
        "\"Match\":{", "\"Path\":", "\"{**rest}\"", "\"{a}/{a}\"", "\"Hosts\":[", "\"Methods\":[", "\"Metadata\":{", "\"Listener\":", "\"Prefix\":", "\"Operation\":", "\"Timeout\":", "\"00:00:01\"", "\"-00:00:01\"",
        "\"ClusterId\":", "\"Order\":", "\"Transforms\":[", "\"PathPrefix\":", "\"RequestHeader\":", "\"Headers\":[", "\"Mode\":", "\"Values\":[", "\"HttpClient\":{", "\"SslProtocols\":[",
        "\"HealthCheck\":{", "\"Active\":{", "\"Policy\":", "\"LoadBalancingPolicy\":", "\"SessionAffinity\":{", "\"Enabled\":", "\"Version\":", "\"http://\"", "\"http://[::1\"", "\"http://a:99999\"", "\"Logging\":{",
        "\"LogLevel\":{", "\"zipkin\"", "\"service1\"", "//", "/*", "*/",
    ])
{
    // One thread runs a target.
    private readonly Lazy<string> _folder = new(() => Directory.CreateTempSubdirectory("zipkin-mesh-fuzz-").FullName);

    // Building the host and its services takes 10 ms.
    public override int Inputs => 4000;

    public override int MaxLength => 4096;

    public override TimeSpan MaxTime => TimeSpan.FromSeconds(2);

    // The host and its services.
    public override int MaxAllocation => 16 * 1024 * 1024;

    public override int MaxAllocationPerByte => 4096;

    /// <summary>Deletes the files.</summary>
    public void DeleteFiles()
    {
        if (_folder.IsValueCreated)
        {
            Directory.Delete(_folder.Value, recursive: true);
        }
    }

    public override void Parse(byte[] input) => Check(input);

    public override Outcome Check(byte[] input)
    {
        var file = Path.Combine(_folder.Value, "settings.json");
        File.WriteAllBytes(file, input);
        try
        {
            var app = Build(file);
            using var disposal = (IDisposable)app;
            var state = app.Services.GetRequiredService<IProxyStateLookup>();
            return Outcome.Accepted((state.GetRoutes().Count() << 16) | (state.GetClusters().Sum(cluster => cluster.Destinations.Count + 16)));
        }
        catch (SettingException e)
        {
            OracleException.ThrowUnless(e.Message.Length > 0 && !e.Message.AsSpan().ContainsAny("\r\n\u0085\u2028\u2029"), $"the message is one line: {e.Message}");
            return Outcome.Refused;
        }
    }

    private static WebApplication Build(string file) => ProxyHost.Build(["-c", file], builder =>
    {
        builder.Services.AddSingleton<IHostAddresses, LoopbackAddresses>();
        builder.Configuration.AddInMemoryCollection([new("Logging:LogLevel:Default", "None")]);
    });
}
