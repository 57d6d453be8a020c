using Microsoft.Extensions.Time.Testing;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Time that passes when the test says so, and that tells when a timer of some period runs: before, none would hear of it.</summary>
internal sealed class HeldTime(TimeSpan period) : FakeTimeProvider
{
    private readonly TaskCompletionSource _ticking = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task TickingAsync() => _ticking.Task.WaitAsync(Lines.Bound);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan timersPeriod)
    {
        var timer = base.CreateTimer(callback, state, dueTime, timersPeriod);
        if (timersPeriod == period)
        {
            _ticking.TrySetResult();
        }

        return timer;
    }
}
