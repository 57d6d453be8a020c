using System.Threading.Channels;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the stream information that observers of finished requests receive, including the upstream attempts.</summary>
public sealed class StreamObserverTests : ProxyTests
{
    private readonly Observer _observer = new();

    [Fact]
    public async Task Request_Forwarded_ObserverSeesOneAttempt()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).WithObserver(_observer));

        await proxy.SendAsync("POST / HTTP/1.1\r\nHost: mesh.test\r\nContent-Length: 5\r\n\r\nhello");
        await proxy.Collector.TakeAsync();

        var seen = await _observer.TakeAsync();
        Assert.Equal(("service1", 200, "-", 5L, 6L), (seen.Cluster, seen.StatusCode, seen.Flag, seen.Received, seen.Sent));
        Assert.Equal([(200, "-")], seen.Attempts);
    }

    [Fact]
    public async Task Request_ConnectionRefused_ObserverSeesBothAttempts()
    {
        var refusing = $"http://127.0.0.1:{Scratch.FreePorts(1)[0]}";
        var setup = new ProxySetup(ProxyRole.Front)
            .With("ReverseProxy:Clusters:service1:LoadBalancingPolicy", "FirstAlphabetical")
            .With("ReverseProxy:Clusters:service1:Destinations:a-refusing:Address", refusing)
            .WithObserver(_observer);
        var proxy = await StartAsync(setup);

        await proxy.TraceAsync();

        var seen = await _observer.TakeAsync();
        Assert.Equal((200, "-"), (seen.StatusCode, seen.Flag));
        Assert.Equal([(0, "UF"), (200, "-")], seen.Attempts);
    }

    [Fact]
    public async Task Request_WithoutRoute_ObserverSeesNoAttempt()
    {
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Egress).WithObserver(_observer));

        await proxy.GetAsync("/elsewhere");
        await proxy.Collector.TakeAsync();

        var seen = await _observer.TakeAsync();
        Assert.Equal((null, 404, "NR"), (seen.Cluster, seen.StatusCode, seen.Flag));
        Assert.Empty(seen.Attempts);
    }

    private sealed class Observer : IStreamObserver
    {
        private readonly Channel<Seen> _seen = Channel.CreateUnbounded<Seen>();

        public void OnCompleted(StreamInfo stream) => _seen.Writer.TryWrite(new Seen(
            stream.Route?.Cluster,
            stream.StatusCode,
            stream.Flag,
            stream.BytesReceived,
            stream.BytesSent,
            [.. stream.Attempts.Select(attempt => (attempt.StatusCode, attempt.Flag))]));

        public Task<Seen> TakeAsync() => _seen.Reader.ReadAsync().AsTask().WaitAsync(Lines.Bound);
    }

    private sealed record Seen(string? Cluster, int StatusCode, string Flag, long Received, long Sent, (int StatusCode, string Flag)[] Attempts);
}
