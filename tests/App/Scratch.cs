using System.Net;
using System.Net.Sockets;

namespace ZipkinMesh.Tests.App;

/// <summary>A folder for stand-in programs, gone when the test is over; and ports nobody has.</summary>
internal sealed class Scratch : IDisposable
{
    /// <summary>Waits for signals without an end of its own. In short naps: a shell runs its traps between them.</summary>
    public const string Forever = "while :; do sleep 0.05; done";

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

    /// <summary>Different ones: all are held until the last has been found.</summary>
    public static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        Array.ForEach(listeners, listener => listener.Start());
        var ports = Array.ConvertAll(listeners, listener => ((IPEndPoint)listener.LocalEndpoint).Port);
        Array.ForEach(listeners, listener => listener.Dispose());
        return ports;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
