using System.Buffers;
using Xunit;
using ZipkinMesh.Proxy.Listeners;

namespace ZipkinMesh.Tests.Proxy;

public sealed class BlockPoolTests : IDisposable
{
    private readonly BlockPool _pool = new();

    [Fact]
    public void Rent_FirstBlocks_AreLarge() =>
        Assert.All(RentAll(), block => Assert.Equal(BlockPool.BlockSize, block.Memory.Length));

    [Theory]
    [InlineData(-1, 4096)]
    [InlineData(100, 4096)]
    [InlineData(BlockPool.BlockSize, BlockPool.BlockSize)]
    public void Rent_AllBlocksInUse_IsSmallButNotTooSmall(int wanted, int expected)
    {
        RentAll();

        Assert.Equal(expected, _pool.Rent(wanted).Memory.Length);
    }

    [Fact]
    public void Rent_ReturnedBlock_IsReused()
    {
        var blocks = RentAll();

        blocks[0].Dispose();

        Assert.Same(blocks[0], _pool.Rent());
    }

    [Fact]
    public void Rent_MoreThanABlock_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _pool.Rent(BlockPool.BlockSize + 1));

    public void Dispose() => _pool.Dispose();

    private IMemoryOwner<byte>[] RentAll() => [.. Enumerable.Range(0, BlockPool.MaxBlocks).Select(_ => _pool.Rent())];
}
