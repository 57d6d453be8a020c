using ZipkinMesh.Tests.Support;

namespace ZipkinMesh.Tests.WholeMesh;

/// <summary>Runs the whole mesh as <c>dotnet run --project local</c> does, on free ports.</summary>
internal sealed class LocalMesh : IDisposable
{
    private readonly Child _local;

    private LocalMesh(Child local, int[] ports)
    {
        _local = local;
        Front = $"http://127.0.0.1:{ports[0]}";
        Zipkin = $"http://127.0.0.1:{ports[6]}";
        FrontAdmin = $"http://127.0.0.1:{ports[7]}";
        Service1Admin = $"http://127.0.0.1:{ports[8]}";
    }

    public string Front { get; }

    /// <summary>Gets the address of the embedded Zipkin.</summary>
    public string Zipkin { get; }

    /// <summary>Gets the address of the front proxy's admin interface.</summary>
    public string FrontAdmin { get; }

    /// <summary>Gets the address of the admin interface of service 1's sidecar.</summary>
    public string Service1Admin { get; }

    public Lines Output => _local.Output;

    /// <summary>Gets the ids of all processes of the mesh but the runner's.</summary>
    public IReadOnlyList<int> Processes => _local.Descendants();

    public static async Task<LocalMesh> StartAsync(params string[] options)
    {
        var ports = Scratch.FreePorts(9);
        var mesh = new LocalMesh(
            new Child(Path.Combine(AppContext.BaseDirectory, "../../Local/debug/local"),
            [
                "--front-port", $"{ports[0]}",
                "--service1-port", $"{ports[1]}", "--service1-egress-port", $"{ports[2]}", "--service1-app-port", $"{ports[3]}",
                "--service2-port", $"{ports[4]}", "--service2-app-port", $"{ports[5]}",
                "--zipkin-port", $"{ports[6]}",
                "--storage-path", "off",
                "--front-admin-port", $"{ports[7]}", "--service1-admin-port", $"{ports[8]}",
                .. options,
            ]),
            ports);
        await mesh.Output.WaitForAsync($"curl -v {mesh.Front}/trace/1");
        return mesh;
    }

    /// <summary>Sends a signal to the runner, waits until it exits and returns its exit code.</summary>
    public async Task<int> StopAsync(int signal)
    {
        _local.Signal(signal);
        return await _local.ExitCodeAsync();
    }

    public void Dispose() => _local.Dispose();
}
