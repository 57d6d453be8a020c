namespace ZipkinMesh.ZipkinBench.Processes;

/// <summary>Both servers, side by side. They get the same, one after the other, first one first and then the other.</summary>
internal sealed class Pair(Server ours, Server real) : IAsyncDisposable
{
    public Server Ours => ours;

    public Server Real => real;

    public Server[] InTurn(int round) => round % 2 == 0 ? [ours, real] : [real, ours];

    public static async Task<Pair> StartAsync(BenchOptions options, CancellationToken cancel)
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
