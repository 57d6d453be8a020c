using Microsoft.Extensions.DependencyInjection;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Counting runs with every request, and allocates nothing.</summary>
public sealed class StatsAllocationTests : ProxyTests
{
    private const int Repetitions = 1000;

    // The smallest object has 24 bytes. What the runtime itself adds once in a while, such as the rest of a thread's allocation block
    // that a garbage collection ends, is less than one object for each request.
    private const int OneObjectPerRequest = 24 * Repetitions;

    [Fact]
    public async Task Observer_FinishedRequest_AllocatesNothing()
    {
        var measure = new Measure();
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).With("Admin:Port", "0").WithObserver(measure));
        measure.Observer = proxy.Services.GetServices<IStreamObserver>().Single(observer => observer.GetType().Name == "StatsObserver");

        await proxy.GetAsync("/");

        var (bytes, time) = await measure.Result.WaitAsync(Lines.Bound, TestContext.Current.CancellationToken);
        TestContext.Current.SendDiagnosticMessage($"{time / Repetitions} a request");
        Assert.InRange(bytes, 0, OneObjectPerRequest - 1);
        await proxy.Collector.TakeAsync();
    }

    private sealed class Measure : IStreamObserver
    {
        private readonly TaskCompletionSource<(long Bytes, TimeSpan Time)> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IStreamObserver? Observer { get; set; }

        public Task<(long Bytes, TimeSpan Time)> Result => _result.Task;

        // The stream is that of a request just finished. Histograms grow with their first values: they are recorded before.
        public void OnCompleted(StreamInfo stream)
        {
            for (var i = 0; i < Repetitions; i++)
            {
                Observer!.OnCompleted(stream);
            }

            var start = TimeProvider.System.GetTimestamp();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Repetitions; i++)
            {
                Observer!.OnCompleted(stream);
            }

            var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            _result.TrySetResult((bytes, TimeProvider.System.GetElapsedTime(start)));
        }
    }
}
