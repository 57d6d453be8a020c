using System.IO.Pipelines;
using ZipkinMesh.Proxy.Listeners;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Tests.Proxy;

public sealed class RequestWatchTests : IDisposable
{
    private readonly Pipe _received = new(new PipeOptions(minimumSegmentSize: 16));
    private readonly Pipe _sent = new();
    private readonly ListenerInfo _listener = new("ingress_http", TrafficDirection.Outbound);
    private readonly DownstreamConnection _downstream;
    private readonly RequestWatch _watch;

    public RequestWatchTests()
    {
        _downstream = new DownstreamConnection(_listener, null);
        _watch = new RequestWatch(new Transport(_received.Reader, _sent.Writer), _downstream);
    }

    public void Dispose() => _downstream.Dispose();

    // Kestrel does so when it rejects a trailer that is too large.
    [Fact]
    public async Task AdvanceTo_NoPosition_ConsumesNothing()
    {
        await ReceiveAsync(10_000);
        var buffer = (await ReadAsync()).Buffer;
        _watch.AdvanceTo(buffer.GetPosition(1_000), buffer.GetPosition(1_000));
        Assert.Equal(9_000, (await ReadAsync()).Buffer.Length);

        _watch.AdvanceTo(default, default);
        await ReceiveAsync(500);

        Assert.Equal(9_500, (await ReadAsync()).Buffer.Length);
        Assert.Equal(10_500, _listener.Counters.BytesReceived.Value);
    }

    [Fact]
    public async Task AdvanceTo_PartOfTheBuffer_CountsEachByteOnce()
    {
        await ReceiveAsync(10_000);
        var buffer = (await ReadAsync()).Buffer;

        _watch.AdvanceTo(buffer.GetPosition(9_000), buffer.End);
        await ReceiveAsync(500);

        Assert.Equal(1_500, (await ReadAsync()).Buffer.Length);
        Assert.Equal(10_500, _listener.Counters.BytesReceived.Value);
    }

    // Two writes make two segments.
    private async Task ReceiveAsync(int count)
    {
        await _received.Writer.WriteAsync(new byte[count / 2], TestContext.Current.CancellationToken);
        await _received.Writer.WriteAsync(new byte[count - (count / 2)], TestContext.Current.CancellationToken);
    }

    private ValueTask<ReadResult> ReadAsync() => _watch.ReadAsync(TestContext.Current.CancellationToken);

    private sealed record Transport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
