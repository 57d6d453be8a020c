using System.Threading.Channels;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Tests.Support.Certificates;

namespace ZipkinMesh.Tests.Proxy.TlsUpstreams;

/// <summary>The base class of tests of clusters with TLS: an authority, and a folder for certificates.</summary>
public abstract class TlsUpstreamTests : ProxyTests, IStreamObserver
{
    /// <summary>The name of the upstream, which resolves to this machine.</summary>
    protected const string Host = "upstream.test";

    private readonly Scratch _scratch = new();
    private readonly List<TlsUpstream> _upstreams = [];
    private readonly Channel<FinishedStream> _finished = Channel.CreateUnbounded<FinishedStream>();

    private protected TestAuthority Authority { get; } = new();

    private protected static string Cluster => $"ReverseProxy:Clusters:{ProxyRole.Front.Cluster}";

    void IStreamObserver.OnCompleted(StreamInfo stream) => _finished.Writer.TryWrite(
        new FinishedStream(stream.Flag, stream.ResponseCodeDetails, stream.UpstreamTransportFailureReason));

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        foreach (var upstream in _upstreams)
        {
            await upstream.DisposeAsync();
        }

        _scratch.Dispose();
    }

    /// <summary>Returns the key of an option in the metadata of the cluster.</summary>
    private protected static string Key(string option) => $"{Cluster}:Metadata:{option}";

    private protected string PathOf(string file) => Path.Combine(_scratch.Folder, file);

    /// <summary>Writes a file with the certificate of an authority, and returns its path.</summary>
    private protected string CaFile(TestAuthority authority)
    {
        var path = PathOf($"{Guid.NewGuid():N}.pem");
        File.WriteAllText(path, authority.Pem);
        return path;
    }

    /// <summary>Writes the files of a client certificate.</summary>
    private protected CertificatePaths ClientFiles(TestCertificate certificate) => certificate.WriteTo(_scratch.Folder, $"{Guid.NewGuid():N}");

    private protected async Task<TlsUpstream> StartUpstreamAsync(Task<TlsUpstream> starting)
    {
        var upstream = await starting;
        _upstreams.Add(upstream);
        return upstream;
    }

    /// <summary>Starts an upstream with a certificate for its name.</summary>
    private protected Task<TlsUpstream> StartUpstreamAsync() =>
        StartUpstreamAsync(TlsUpstream.StartAsync(Authority.Issue($"CN={Host}", $"DNS:{Host}")));

    /// <summary>Configures a front proxy whose upstream has TLS and is trusted by its authority.</summary>
    private protected ProxySetup Front(TlsUpstream upstream, string host = Host) => FrontWithoutCa(upstream, host).With(Key("TlsTrustedCa"), CaFile(Authority));

    private protected ProxySetup FrontWithoutCa(TlsUpstream upstream, string host = Host)
    {
        var setup = new ProxySetup(ProxyRole.Front)
            .WithObserver(this)
            .With("Admin:Port", "0")
            .With("Tracing:RandomSampling", "0")
            .WithUpstream($"https://{host}:{upstream.Port}");
        setup.Dns.Set(host, "127.0.0.1");
        return setup;
    }

    /// <summary>Returns what an observer has seen of the next request.</summary>
    private protected async Task<FinishedStream> TakeFinishedAsync()
    {
        using var timeout = new CancellationTokenSource(Lines.Bound);
        return await _finished.Reader.ReadAsync(timeout.Token);
    }

    /// <summary>Reads a statistic of the cluster.</summary>
    private protected static async Task<long> StatAsync(ProxyEnvironment proxy, string name) =>
        (await new StatsClient(proxy.AdminAddress!.ToString().TrimEnd('/')).ReadAsync())[$"cluster.{ProxyRole.Front.Cluster}.{name}"];

    /// <summary>Asserts that a request gets Envoy's reply to a failed connection.</summary>
    private protected async Task<FinishedStream> AssertConnectionFailureAsync(ProxyEnvironment proxy)
    {
        var response = await proxy.GetAsync("/");
        Assert.Equal(
            ("503", "upstream connect error or disconnect/reset before headers. reset reason: remote connection failure"), (response.Status, response.Body));
        var finished = await TakeFinishedAsync();
        Assert.Equal("UF", finished.Flag);
        Assert.Equal($"upstream_reset_before_response_started{{remote_connection_failure|{finished.TransportFailure}}}", finished.Details);
        return finished;
    }

    /// <summary>Represents a finished request.</summary>
    private protected sealed record FinishedStream(string Flag, string? Details, string? TransportFailure);
}
