using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Upstreams.CircuitBreakers;

namespace ZipkinMesh.Tests.Proxy;

public sealed class ClusterResourcesTests
{
    [Fact]
    public async Task WaitAsync_PlaceIsReleased_Returns()
    {
        var resources = new ClusterResources(new Thresholds(1, 1, 2, 0), new ClusterCounters("any"));
        Assert.True(resources.TryAcquire());
        Assert.False(resources.TryAcquire());
        var waiting = resources.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(await resources.WaitAsync(TestContext.Current.CancellationToken));

        resources.Release();

        Assert.True(await waiting);
        Assert.False(resources.TryAcquire());
        resources.Release();
        Assert.True(resources.TryAcquire());
    }

    [Fact]
    public async Task WaitAsync_Canceled_LeavesQueue()
    {
        var resources = new ClusterResources(new Thresholds(1, 1, 2, 0), new ClusterCounters("any"));
        Assert.True(resources.TryAcquire());
        using var cancel = new CancellationTokenSource();
        var waiting = resources.WaitAsync(cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, resources.Pending);
        resources.Release();
        Assert.True(resources.TryAcquire());
    }

    [Fact]
    public async Task Places_ManyThreads_NeverExceedLimit()
    {
        var resources = new ClusterResources(new Thresholds(3, 1000, 1000, 0), new ClusterCounters("any"));
        int active = 0, most = 0;
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(async () =>
        {
            Assert.True(resources.TryAcquire() || await resources.WaitAsync(CancellationToken.None));
            var now = Interlocked.Increment(ref active);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref active);
            resources.Release();
        })));

        Assert.InRange(most, 1, 3);
        Assert.Equal(0, resources.Pending);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); seen < value;)
        {
            var before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
