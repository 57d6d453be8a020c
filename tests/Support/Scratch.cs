using System.Net;
using System.Net.Sockets;

namespace ZipkinMesh.Tests.Support;

/// <summary>A folder for stand-in programs, gone when the test is over; and ports nobody has.</summary>
internal sealed class Scratch : IDisposable
{
    /// <summary>Waits for signals without an end of its own. In short naps: a shell runs its traps between them.</summary>
    public const string Forever = "while :; do sleep 0.05; done";

    // Starts anywhere, so that two runs at the same time hardly meet.
    private static int _lastPort = Random.Shared.Next(10_000, 30_000);

    public string Folder { get; } = Directory.CreateTempSubdirectory("zipkin-mesh-").FullName;

    public string Script(string name, params string[] lines)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"#!/bin/sh\n{string.Join('\n', lines)}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    /// <summary>Free ones that no other test gets. Below those the system gives to connections: it could give one away before the
    /// test's program has it.</summary>
    public static int[] FreePorts(int count) => [.. Enumerable.Range(0, count).Select(_ => FreePort())];

    private static int FreePort()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref _lastPort);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
            }
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
