using ZipkinMesh.Tests.Support;

namespace ZipkinMesh.Tests.WholeMesh;

/// <summary>The whole mesh, as <c>dotnet run --project local</c> starts it: the real programs, on ports of the test's own.</summary>
internal sealed class OurMesh : IDisposable
{
    private readonly Child _local;

    private OurMesh(Child local, int[] ports)
    {
        _local = local;
        Front = $"http://127.0.0.1:{ports[0]}";
        Zipkin = $"http://127.0.0.1:{ports[6]}";
    }

    public string Front { get; }

    /// <summary>The embedded one's address.</summary>
    public string Zipkin { get; }

    public Lines Output => _local.Output;

    public static async Task<OurMesh> StartAsync(params string[] options)
    {
        var ports = Scratch.FreePorts(7);
        var mesh = new OurMesh(
            new Child(Path.Combine(AppContext.BaseDirectory, "../../Local/debug/local"),
            [
                "--front-port", $"{ports[0]}",
                "--service1-port", $"{ports[1]}", "--service1-egress-port", $"{ports[2]}", "--service1-app-port", $"{ports[3]}",
                "--service2-port", $"{ports[4]}", "--service2-app-port", $"{ports[5]}",
                "--zipkin-port", $"{ports[6]}",
                .. options,
            ]),
            ports);
        await mesh.Output.WaitForAsync($"curl -v {mesh.Front}/trace/1");
        return mesh;
    }

    public async Task<int> EndAsync(int signal)
    {
        _local.Signal(signal);
        return await _local.ExitCodeAsync();
    }

    public void Dispose() => _local.Dispose();
}
