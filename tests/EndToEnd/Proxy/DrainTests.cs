using System.Diagnostics;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the end of the front proxy as a process: requests are answered, and connections closed in order.</summary>
public sealed class DrainTests : IAsyncDisposable
{
    private const int Killed = 128 + Child.SigTerm;

    private readonly RawServer _upstream = new();
    private readonly FakeCollector _collector = new();
    private readonly List<Child> _replicas = [];
    private readonly int _port = Scratch.FreePorts(1)[0];

    public async ValueTask DisposeAsync()
    {
        _replicas.ForEach(replica => replica.Dispose());
        await _upstream.DisposeAsync();
        await _collector.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Signal_UnderLoad_AnswersEveryRequestSent(bool keepsAlive)
    {
        using var program = await StartAsync("00:00:02", "00:00:20");
        await using var load = new LoadClients(_port, keepsAlive);
        await load.WaitForAsync(100);

        program.Signal(Child.SigTerm);
        await load.WaitForAsync(100); // The listener still accepts.

        Assert.Equal(0, await program.ExitCodeAsync());
        await load.StopAsync();
        Assert.Empty(load.Failures);
        Assert.Equal(load.Succeeded, _collector.TakeRemaining().Count);
        await program.Output.WaitForAsync($"Spans sent: {load.Succeeded}, failed: 0, dropped: 0.");
        Assert.Empty(program.Errors.All);
    }

    [Fact]
    public async Task Signal_IdleConnections_AnswerOneMoreRequestAndClose()
    {
        using var program = await StartAsync("00:00:20", "00:00:20");
        using var used = await RawConnection.OpenAsync(_port);
        using var fresh = await RawConnection.OpenAsync(_port);
        Assert.Null((await GetAsync(used))["connection"]);

        program.Signal(Child.SigTerm);
        await program.Output.WaitForAsync("Draining for up to 00:00:20");

        using var late = await RawConnection.OpenAsync(_port);
        foreach (var connection in new[] { used, fresh, late })
        {
            var response = await GetAsync(connection);
            Assert.Equal(("200", "close"), (response.Status, response["connection"]));
            await connection.WaitForCloseAsync();
        }

        // Unused from now on: the rest of the 20 s isn't waited for.
        Assert.Equal(0, await program.ExitCodeAsync());
    }

    [Fact]
    public async Task Signal_IdleConnections_CloseAtEndOfDrainTime()
    {
        using var program = await StartAsync("00:00:00.5", "00:00:20");
        using var idle = await RawConnection.OpenAsync(_port);
        await GetAsync(idle);

        program.Signal(Child.SigTerm);

        await idle.WaitForCloseAsync();
        Assert.Equal(0, await program.ExitCodeAsync());
    }

    [Fact]
    public async Task Signal_RequestsUnderWay_GetTheirResponseOr503()
    {
        var isReleased = new TaskCompletionSource();
        _upstream.Handler = async (request, connection, cancel) =>
        {
            await (request.Target == "/slow" ? isReleased.Task : Task.Delay(Timeout.Infinite, cancel)).WaitAsync(cancel);
            await RawServer.Text("late\n")(request, connection, cancel);
        };
        using var program = await StartAsync("00:00:00.2", "00:00:03");
        using var slow = await RawConnection.OpenAsync(_port);
        await slow.WriteAsync(RawRequest.Get("/slow"));
        await _upstream.TakeAsync();
        using var hanging = await RawConnection.OpenAsync(_port);
        await hanging.WriteAsync(RawRequest.Get("/hanging"));
        await _upstream.TakeAsync();

        program.Signal(Child.SigTerm);
        await program.Output.WaitForAsync("Listeners closed");
        isReleased.SetResult();

        var answered = await slow.ReadResponseAsync();
        Assert.Equal(("200", "close", "late\n"), (answered.Status, answered["connection"], answered.Body));
        var stopped = await hanging.ReadResponseAsync();
        Assert.Equal(
            ("503", "close", "upstream connect error or disconnect/reset before headers. reset reason: local reset"),
            (stopped.Status, stopped["connection"], stopped.Body));
        Assert.Equal(0, await program.ExitCodeAsync());
        Assert.Equal(["-", "LR"], _collector.TakeRemaining().Select(span => span.Flags).Order());
    }

    [Fact]
    public async Task Signal_ResponseUnderWay_IsCutInOrder()
    {
        _upstream.Handler = async (_, connection, cancel) =>
        {
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun");
            await Task.Delay(Timeout.Infinite, cancel);
        };
        using var program = await StartAsync("00:00:00.2", "00:00:02");
        using var connection = await RawConnection.OpenAsync(_port);
        await connection.WriteAsync(RawRequest.Get("/"));
        await _upstream.TakeAsync();

        program.Signal(Child.SigTerm);

        var response = await connection.ReadResponseAsync(); // Throws if the connection is reset.
        Assert.Equal(("200", "begun", false), (response.Status, response.Body, response.IsComplete));
        Assert.Equal(0, await program.ExitCodeAsync());
        Assert.Equal("LR", (await _collector.TakeAsync()).Flags);
    }

    [Fact]
    public async Task Signal_Second_EndsAtOnce()
    {
        _upstream.Handler = RawServer.Hang();
        using var program = await StartAsync("00:01:00", "00:01:00");
        using var connection = await RawConnection.OpenAsync(_port);
        await connection.WriteAsync(RawRequest.Get("/"));
        await _upstream.TakeAsync();
        program.Signal(Child.SigTerm);
        await program.Output.WaitForAsync("Draining");

        program.Signal(Child.SigTerm);

        Assert.Equal(Killed, await program.ExitCodeAsync());
    }

    [Fact]
    public async Task Signal_Unused_EndsAtOnce()
    {
        using var program = await StartAsync("00:01:00", "00:01:00");
        var clock = Stopwatch.StartNew();

        program.Signal(Child.SigTerm);

        Assert.Equal(0, await program.ExitCodeAsync());
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Signal_RightAfterThreeRequests_SendsTheirSpans()
    {
        using var program = await StartAsync("00:00:03", "00:00:20");
        using (var connection = await RawConnection.OpenAsync(_port))
        {
            await GetAsync(connection);
            await GetAsync(connection);
            await GetAsync(connection);
        }

        program.Signal(Child.SigTerm);

        Assert.Equal(0, await program.ExitCodeAsync());
        Assert.Equal(3, _collector.TakeRemaining().Count);
    }

    [Fact]
    public async Task RollingRestart_TwoReplicasBySignal_NoRequestFails()
    {
        var ports = Scratch.FreePorts(2);
        var replicas = new[] { await StartReplicaAsync(ports[0]), await StartReplicaAsync(ports[1]) };
        using var front = await FrontProxyProcess.StartAsync(_port, [.. ports.Select(port => $"http://127.0.0.1:{port}")], _collector.Address);
        await using var load = new LoadClients(_port);
        await load.WaitForAsync(100);

        for (var i = 0; i < replicas.Length; i++)
        {
            replicas[i].Signal(Child.SigTerm);
            Assert.Equal(0, await replicas[i].ExitCodeAsync());
            replicas[i] = await StartReplicaAsync(ports[i]);
            await load.WaitForAsync(100);
        }

        await load.StopAsync();
        Assert.Empty(load.Failures);
        Assert.Equal(0, load.Refused);
        foreach (var program in replicas.Prepend(front))
        {
            program.Signal(Child.SigTerm);
            Assert.Equal(0, await program.ExitCodeAsync());
        }

        Assert.Equal(2 * load.Succeeded, _collector.TakeRemaining().Count);
    }

    private static async Task<RawMessage> GetAsync(RawConnection connection)
    {
        await connection.WriteAsync(RawRequest.Get("/trace/1"));
        return await connection.ReadResponseAsync();
    }

    private Task<Child> StartAsync(string drainTime, string shutdownTime) => FrontProxyProcess.StartAsync(
        _port, [_upstream.Address], _collector.Address, [$"--Drain:DrainTime={drainTime}", $"--Drain:ParentShutdownTime={shutdownTime}"]);

    private async Task<Child> StartReplicaAsync(int port)
    {
        var replica = await FrontProxyProcess.StartAsync(port, [_upstream.Address], _collector.Address, ["--Drain:DrainTime=00:00:01"]);
        _replicas.Add(replica);
        return replica;
    }
}
