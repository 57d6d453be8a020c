using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>Gives all listeners the same <see cref="BlockPool"/>.</summary>
internal sealed class BlockPoolFactory : IMemoryPoolFactory<byte>
{
    private static readonly BlockPool Pool = new();

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => Pool;
}
