using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ZipkinMesh.ZipkinBench.Processes;

/// <summary>One of the two servers, as a process of its own, which ends with this object.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan MostStart = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(2);

    private readonly Process _process;

    private Server(ServerKind kind, Process process, int port)
    {
        (Kind, _process, Port) = (kind, process, port);
        Client = new(new SocketsHttpHandler { UseProxy = false, AutomaticDecompression = DecompressionMethods.None })
        {
            BaseAddress = new($"http://127.0.0.1:{port}"),
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    public ServerKind Kind { get; }

    public int Port { get; }

    public HttpClient Client { get; }

    /// <summary>From the start of the process to the first 200 of <c>/health</c>.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <summary>Resident memory in bytes.</summary>
    public long Memory => Status("VmRSS:");

    /// <summary>The most resident memory so far, in bytes.</summary>
    public long MostMemory => Status("VmHWM:");

    /// <summary>What all its threads have used of the processors.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <exception cref="BenchException"/>
    public static async Task<Server> StartAsync(ServerKind kind, BenchOptions options, CancellationToken cancel)
    {
        var port = FreePort();
        var start = kind == ServerKind.Ours ? new ProcessStartInfo(options.Ours) : new ProcessStartInfo("java", ["-jar", options.Jar]);
        (start.RedirectStandardOutput, start.RedirectStandardError, start.RedirectStandardInput) = (true, true, true);
        start.Environment["QUERY_PORT"] = $"{port}";
        // What comes first, to look at the memory of an empty server, fits too.
        start.Environment["MEM_MAX_SPANS"] = $"{options.Spans + 1000}";

        var clock = Stopwatch.StartNew();
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new BenchException($"{start.FileName} does not start: {failure.Message}");
        }

        // Read and thrown away: a full pipe would stop the server.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new Server(kind, process, port);
        try
        {
            await server.ReadyAsync(clock, cancel);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            // By its id, and only this one: neither server has children.
            _process.Kill();
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private async Task ReadyAsync(Stopwatch clock, CancellationToken cancel)
    {
        while (!await IsHealthyAsync(cancel))
        {
            if (_process.HasExited || clock.Elapsed > MostStart)
            {
                throw new BenchException($"the {Kind} server is not ready after {clock.Elapsed.TotalSeconds:F1} s{(_process.HasExited ? ", it has ended" : "")}");
            }

            await Task.Delay(Poll, cancel);
        }

        StartTime = clock.Elapsed;
    }

    private async Task<bool> IsHealthyAsync(CancellationToken cancel)
    {
        try
        {
            using var answer = await Client.GetAsync("/health", cancel);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // "VmRSS:	   51234 kB"
    private long Status(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) * 1024;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
