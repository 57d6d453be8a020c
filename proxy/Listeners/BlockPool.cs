using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>
/// Provides the buffers of client connections. A large body moves in blocks of 32 KB, with an eighth of the system calls that Kestrel's
/// blocks of 4 KB take. Connections beyond the first 16 MiB of blocks get small ones. The pages of a block that no data has reached take
/// no memory, so an idle connection is as cheap as before.
/// </summary>
internal sealed class BlockPool : MemoryPool<byte>
{
    /// <summary>The size of a block in bytes.</summary>
    public const int BlockSize = 32 * 1024;

    /// <summary>The number of blocks that exist at most.</summary>
    public const int MaxBlocks = 512;

    private const int SmallSize = 4096;

    private readonly ConcurrentQueue<Block> _free = new();
    private int _blocks;

    public override int MaxBufferSize => BlockSize;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
        return _free.TryDequeue(out var block) ? block
            : TryCountBlock() ? new Block(_free)
            : Shared.Rent(Math.Max(minBufferSize, SmallSize));
    }

    // The pool lives as long as the process.
    protected override void Dispose(bool disposing)
    {
    }

    private bool TryCountBlock()
    {
        if (Volatile.Read(ref _blocks) < MaxBlocks && Interlocked.Increment(ref _blocks) <= MaxBlocks)
        {
            return true;
        }

        Volatile.Write(ref _blocks, MaxBlocks);
        return false;
    }

    private sealed class Block(ConcurrentQueue<Block> free) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } =
            MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(BlockSize, pinned: true), 0, BlockSize);

        public void Dispose() => free.Enqueue(this);
    }
}
