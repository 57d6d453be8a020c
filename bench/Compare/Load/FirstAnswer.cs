using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ZipkinMesh.Compare.Options;
using ZipkinMesh.Compare.Processes;

namespace ZipkinMesh.Compare.Load;

/// <summary>Waits until a program that was just started answers with 200.</summary>
internal static class FirstAnswer
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    // Often enough to tell milliseconds.
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(0.5);

    /// <exception cref="UsageException">The program has ended.</exception>
    /// <exception cref="NoAnswerException">It takes longer than anybody would wait.</exception>
    public static void Await(Child program, int port, string path, CancellationToken cancel)
    {
        for (var clock = Stopwatch.StartNew(); !Answers(port, path);)
        {
            cancel.ThrowIfCancellationRequested();
            program.MustRun();
            if (clock.Elapsed > Bound)
            {
                throw new NoAnswerException($"{program.Name} has not answered {path} within {Bound.TotalSeconds} s of its start");
            }

            // Sleeping takes longer than this; who shares the core goes first.
            for (var next = clock.Elapsed + Poll; clock.Elapsed < next;)
            {
                Thread.Yield();
            }
        }
    }

    private static bool Answers(int port, string path)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 20_000 };
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            socket.Send(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"));
            var answer = new byte[4096];
            var length = socket.Receive(answer);
            return answer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
