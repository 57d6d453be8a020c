using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ZipkinMesh.Bench.Harness.Processes;

/// <summary>Waits until a program that was just started responds with 200.</summary>
public static class Readiness
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    // Short enough to resolve milliseconds, and longer than a refused connection takes.
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(0.5);

    // Java takes seconds to start: polling must not take CPU time from it.
    private static readonly TimeSpan FastPolling = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan SlowPollInterval = TimeSpan.FromMilliseconds(5);

    /// <summary>Polls until the first response with status 200, for 30 s at most.</summary>
    /// <exception cref="BenchException">The program has ended.</exception>
    /// <exception cref="NotReadyException">The program didn't respond in time.</exception>
    public static void Wait(Child program, int port, string path, CancellationToken cancel) => Wait(program, port, path, DefaultTimeout, cancel);

    /// <summary>Polls until the first response with status 200.</summary>
    /// <exception cref="BenchException">The program has ended.</exception>
    /// <exception cref="NotReadyException">The program didn't respond within the timeout.</exception>
    public static void Wait(Child program, int port, string path, TimeSpan timeout, CancellationToken cancel)
    {
        for (var clock = Stopwatch.StartNew(); !Responds(port, path);)
        {
            cancel.ThrowIfCancellationRequested();
            program.ThrowIfEnded();
            if (clock.Elapsed > timeout)
            {
                throw new NotReadyException($"{program.Name} did not respond to {path} within {timeout.TotalSeconds} s of its start");
            }

            Pause(clock);
        }
    }

    private static void Pause(Stopwatch clock)
    {
        if (clock.Elapsed > FastPolling)
        {
            Thread.Sleep(SlowPollInterval);
            return;
        }

        // A sleep takes longer than the interval. Yielding lets other threads of this core go first.
        for (var next = clock.Elapsed + PollInterval; clock.Elapsed < next;)
        {
            Thread.Yield();
        }
    }

    private static bool Responds(int port, string path)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 20_000 };
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            socket.Send(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"));
            var response = new byte[4096];
            var length = socket.Receive(response);
            return response.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
