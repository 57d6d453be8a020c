using System.Diagnostics;

namespace ZipkinMesh.Proxy.Streams;

/// <summary>
/// Holds the <see cref="ActivitySource"/> of one host's spans. Another host in the same process has a source of the same name.
/// </summary>
internal sealed class MeshActivitySource : IDisposable
{
    public const string Name = "ZipkinMesh.Proxy";

    public ActivitySource Source { get; } = new(Name);

    public void Dispose() => Source.Dispose();
}
