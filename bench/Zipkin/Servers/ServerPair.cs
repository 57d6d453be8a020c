using ZipkinMesh.Bench.Zipkin.Options;

namespace ZipkinMesh.Bench.Zipkin.Servers;

/// <summary>Represents both servers, running side by side. They get the same messages in turn, in alternating order.</summary>
internal sealed class ServerPair(Server ours, Server real) : IAsyncDisposable
{
    public Server Ours => ours;

    public Server Real => real;

    public Server[] InTurn(int round) => round % 2 == 0 ? [ours, real] : [real, ours];

    public static async Task<ServerPair> StartAsync(BenchOptions options, CancellationToken cancel)
    {
        var ours = await Server.StartAsync(ServerKind.Ours, options, cancel);
        try
        {
            return new(ours, await Server.StartAsync(ServerKind.Real, options, cancel));
        }
        catch
        {
            await ours.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ours.DisposeAsync();
        await real.DisposeAsync();
    }
}
