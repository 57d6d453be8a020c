using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using ZipkinMesh.Proxy.Listeners;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the limits of a connection, with times that the test chooses.</summary>
public sealed class OpenConnectionTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Transport _transport = new();
    private readonly DownstreamConnection _downstream = new(ListenerInfo.Default, null);
    private readonly ListenerOptions _limits = new();
    private readonly OpenConnection _connection;

    public OpenConnectionTests() => _connection = new OpenConnection(_transport, _downstream, _limits);

    public void Dispose() => _downstream.Dispose();

    [Fact]
    public void Check_NoPressure_KeepsIdleConnection()
    {
        Check(0, null);
        Check(3_000, null);

        Assert.Equal((0, 0), (_transport.Closed, _transport.Aborted));
    }

    [Fact]
    public void Check_PressureAndIdleConnection_ClosesItOnceAfterTwoSeconds()
    {
        Check(10, 0.5);
        Check(11.75, 0.5);
        Assert.Equal(0, _transport.Closed);

        Check(12, 0.5);
        Check(14, 0.5);

        Assert.Equal((1, 0), (_transport.Closed, _transport.Aborted));
    }

    [Fact]
    public void Check_PressureAndConnectionInUse_KeepsIt()
    {
        for (var time = 0.0; time < 10; time++)
        {
            _downstream.Return(_downstream.Rent());
            Check(time, 0.5);
        }

        Assert.Equal((0, 0), (_transport.Closed, _transport.Aborted));
    }

    [Fact]
    public void Check_PressureAndPartialRequest_AbortsAfterPatience()
    {
        _downstream.HasPartialRequest = true;
        Check(10, 2);
        Check(11.75, 2);
        Assert.Equal(0, _transport.Aborted);

        Check(12, 2);

        Assert.Equal(1, _transport.Aborted);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(479, true)]
    [InlineData(480, false)]
    public void Check_PressureAndSlowBody_StopsRequestWith408(int bytes, bool isStopped)
    {
        var stream = Begin();
        Check(10, 2);
        stream.BytesReceived = bytes;
        Check(12, 2);

        Assert.Equal(isStopped ? LocalReply.RequestIdle : null, stream.Lifetime.StoppedWith);
    }

    [Fact]
    public void Check_PressureAndSlowResponse_KeepsRequest()
    {
        var stream = Begin();
        stream.Lifetime.CompleteRequest();
        Check(10, 0.5);
        Check(100, 0.5);

        Assert.Null(stream.Lifetime.StoppedWith);
    }

    [Theory]
    [InlineData(false, 408)]
    [InlineData(true, 504)]
    public void Check_NoByteForStreamIdleTimeout_StopsRequest(bool isRequestComplete, int status)
    {
        _limits.StreamIdleTimeout = 5 * Second;
        var stream = Begin();
        if (isRequestComplete)
        {
            stream.Lifetime.CompleteRequest();
        }

        Check(10, null);
        stream.BytesSent = 1;
        Check(12, null);
        Check(16, null);
        Assert.Null(stream.Lifetime.StoppedWith);

        Check(17, null);

        Assert.Equal(status, stream.Lifetime.StoppedWith!.Status);
        Assert.True(stream.Lifetime.RequestAborted.IsCancellationRequested);
        Assert.False(stream.Lifetime.HasTimedOut);
    }

    [Fact]
    public void Check_PressureAndTunnel_KeepsRequest()
    {
        var stream = Begin();
        stream.Lifetime.DisableTimeout();
        Check(0, 0.5);
        Check(100, 0.5);

        Assert.Null(stream.Lifetime.StoppedWith);
    }

    [Fact]
    public void Check_MaxConnectionDuration_ClosesAfterRequestUnderWay()
    {
        _limits.MaxConnectionDuration = 5 * Second;
        var stream = Begin();
        Check(10, null);
        Check(14.75, null);
        Assert.Equal(0, _transport.Closed);

        Check(15, null);

        Assert.Equal((1, 0), (_transport.Closed, _transport.Aborted));
        Assert.Null(stream.Lifetime.StoppedWith);
    }

    private void Check(double seconds, double? patience) => _connection.Check(seconds * Second, patience * Second);

    private StreamInfo Begin()
    {
        var stream = _downstream.Rent();
        stream.Lifetime.Begin(TimeSpan.Zero, CancellationToken.None);
        return stream;
    }

    private sealed class Transport : DefaultConnectionContext, IConnectionLifetimeNotificationFeature
    {
        public Transport() => Features.Set<IConnectionLifetimeNotificationFeature>(this);

        public int Closed { get; private set; }

        public int Aborted { get; private set; }

        public CancellationToken ConnectionClosedRequested { get; set; }

        public void RequestClose() => Closed++;

        public override void Abort(ConnectionAbortedException abortReason) => Aborted++;

        public override void Abort() => Aborted++;
    }
}
