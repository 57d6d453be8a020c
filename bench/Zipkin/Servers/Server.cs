using System.Diagnostics;
using System.Net;
using ZipkinMesh.Bench.Harness.Processes;
using ZipkinMesh.Bench.Zipkin.Options;

namespace ZipkinMesh.Bench.Zipkin.Servers;

/// <summary>Represents one of the two servers, in a process that ends with this object.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);

    private readonly Workspace _workspace;
    private readonly Child _process;

    private Server(ServerKind kind, Workspace workspace, Child process, int port)
    {
        (Kind, _workspace, _process, Port) = (kind, workspace, process, port);
        Client = new(new SocketsHttpHandler { UseProxy = false, AutomaticDecompression = DecompressionMethods.None })
        {
            BaseAddress = new($"http://127.0.0.1:{port}"),
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    public ServerKind Kind { get; }

    public int Port { get; }

    public HttpClient Client { get; }

    /// <summary>Gets the time from the start of the process to the first 200 of <c>/health</c>.</summary>
    public TimeSpan StartTime { get; private init; }

    /// <summary>Gets the resident memory in MiB.</summary>
    public double Memory => ProcessTree.Memory(_process);

    /// <summary>Gets the highest resident memory so far, in MiB.</summary>
    public double PeakMemory => ProcessTree.PeakMemory(_process);

    /// <summary>Gets the CPU time used so far by all threads.</summary>
    public TimeSpan Cpu => TimeSpan.FromMicroseconds(ProcessTree.Cpu(_process));

    public static async Task<Server> StartAsync(ServerKind kind, BenchOptions options, CancellationToken cancel)
    {
        var workspace = new Workspace();
        try
        {
            var port = Ports.Next();
            var (program, arguments) = kind == ServerKind.Ours ? (options.Ours, Array.Empty<string>()) : ("java", ["-jar", options.Jar]);
            var clock = Stopwatch.StartNew();
            var process = workspace.Start(program, arguments, environment: new Dictionary<string, string>
            {
                ["QUERY_PORT"] = $"{port}",
                // Some room for the spans that are posted before, to measure the memory of an almost empty server.
                ["MEM_MAX_SPANS"] = $"{options.Spans + 1000}",
            });
            Readiness.Wait(process, port, "/health", StartTimeout, cancel);
            return new Server(kind, workspace, process, port) { StartTime = clock.Elapsed };
        }
        catch
        {
            await workspace.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _workspace.DisposeAsync();
    }
}
