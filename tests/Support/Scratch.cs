using System.Net;
using System.Net.Sockets;

namespace ZipkinMesh.Tests.Support;

/// <summary>Provides a temporary folder for files and shell scripts, deleted on disposal, and free ports.</summary>
internal sealed class Scratch : IDisposable
{
    /// <summary>A shell loop that runs until a signal ends it. It sleeps briefly, because a shell runs its traps only between commands.</summary>
    public const string Forever = "while :; do sleep 0.05; done";

    // Starts at a random port, so that concurrent test runs rarely collide.
    private static int _lastPort = Random.Shared.Next(10_000, 30_000);

    public string Folder { get; } = Directory.CreateTempSubdirectory("zipkin-mesh-").FullName;

    /// <summary>Writes an executable shell script and returns its path.</summary>
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

    /// <summary>
    /// Returns free ports that no other test gets. They are below the ephemeral range: the system could otherwise assign one to an
    /// outgoing connection before the test's program binds it.
    /// </summary>
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
