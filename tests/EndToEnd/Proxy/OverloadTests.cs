using System.Net.Sockets;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>
/// Tests the front proxy in the memory that a container of 256 MB leaves for its heap: hostile clients neither end it nor fail the requests
/// of others.
/// </summary>
public sealed class OverloadTests : IAsyncDisposable
{
    private const int HostileConnections = 3_000;
    private const int HostileBytes = 55_000;

    private readonly RawServer _upstream = new();
    private readonly FakeCollector _collector = new();
    private readonly List<RawConnection> _hostile = [];
    private readonly int _port = Scratch.FreePorts(1)[0];

    public async ValueTask DisposeAsync()
    {
        _hostile.ForEach(connection => connection.Dispose());
        await _upstream.DisposeAsync();
        await _collector.DisposeAsync();
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: mesh.test\r\nX-Large: ")] // Headers that don't end.
    [InlineData("POST / HTTP/1.1\r\nHost: mesh.test\r\nContent-Length: 1000000\r\n\r\n")] // A body that doesn't end.
    public async Task HostileClient_MuchMemory_OthersGetAllResponsesAndSpans(string begin)
    {
        using var program = await FrontProxyProcess.StartAsync(
            _port, [_upstream.Address], _collector.Address, environment: new() { ["DOTNET_GCHeapHardLimit"] = "C000000" });
        await using var load = new LoadClients(_port);
        await load.WaitForAsync(100);

        await AttackAsync(begin + new string('x', HostileBytes));
        await load.WaitForAsync(200);

        await load.StopAsync();
        Assert.Empty(load.Failures);
        program.Signal(Child.SigTerm);
        _hostile.ForEach(connection => connection.Dispose());
        Assert.Equal(0, await program.ExitCodeAsync());
        Assert.Equal(load.Succeeded, _collector.TakeRemaining().Count(span => span.Tags["http.method"] == "GET" && span.Flags == "-"));
    }

    private async Task AttackAsync(string request)
    {
        for (var i = 0; i < HostileConnections; i++)
        {
            try
            {
                var connection = await RawConnection.OpenAsync(_port);
                _hostile.Add(connection);
                await connection.WriteAsync(request);
            }
            catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
            {
                // The proxy closed the connection.
            }
        }
    }
}
