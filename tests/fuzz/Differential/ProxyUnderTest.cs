using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ZipkinMesh.Bench.Harness.Processes;
using ZipkinMesh.Bench.Harness.Proxies;
using ZipkinMesh.Fuzz.Differential.Clients;
using ZipkinMesh.Fuzz.Differential.Requests;
using ZipkinMesh.Fuzz.Differential.Servers;
using ZipkinMesh.Fuzz.Differential.Verdicts;

namespace ZipkinMesh.Fuzz.Differential;

/// <summary>Runs a proxy before a recording upstream, and sends it requests.</summary>
internal sealed class ProxyUnderTest : IAsyncDisposable
{
    // A request that waits for the rest of its body has no response.
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(1);

    private readonly RecordingUpstream _upstream = new();
    private readonly Child _process;
    private readonly int _port = Ports.Next();

    public ProxyUnderTest(ProxyKind kind, Programs programs, Workspace workspace)
    {
        _upstream.Open();
        var spec = ProxySpec.Front(Mode.Untraced, _port, [$"127.0.0.1:{_upstream.Port}"], Ports.Next(), "/api/v2/spans");
        _process = new ProxyStarter(programs, workspace).Start(kind, spec);
    }

    /// <summary>Waits until the proxy responds.</summary>
    public async Task WaitAsync(CancellationToken cancel)
    {
        await Task.Run(() => Readiness.Wait(_process, _port, "/", cancel), cancel);
        _upstream.Take(RecordingUpstream.NoCase);
    }

    /// <summary>Sends a case and, on the same connection, a correct request; returns what became of the case.</summary>
    /// <param name="request">The case.</param>
    /// <param name="patience">The factor for the time to wait for responses.</param>
    /// <param name="cancel">Ends the exchange.</param>
    public async Task<Reading> SendAsync(RequestCase request, int patience, CancellationToken cancel)
    {
        _process.ThrowIfEnded();
        _upstream.Take(request.Number);
        var probe = $"/probe-{request.Number}";
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _port), cancel);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(patience * ResponseTimeout);
        var client = CaseClient.Create(request, probe);
        try
        {
            await client.ExchangeAsync(socket, timeout.Token);
        }
        catch (SocketException)
        {
            // The proxy closed the connection: what it wrote before counts.
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // No response, or none to the probe.
        }

        socket.Close();
        return new Reading(client.Answer, [.. _upstream.Take(request.Number).Where(seen => seen.Target != probe)]);
    }

    /// <summary>Returns the requests that lost the header that tells their case.</summary>
    public IReadOnlyList<SeenRequest> TakeUnknown() => _upstream.Take(RecordingUpstream.NoCase);

    public ValueTask DisposeAsync() => _upstream.DisposeAsync();
}
