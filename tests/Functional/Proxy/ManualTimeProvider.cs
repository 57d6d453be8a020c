using Microsoft.Extensions.Time.Testing;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>
/// A time provider that the test advances. It signals when a timer of the given period starts, because time that is advanced earlier
/// doesn't fire the timer.
/// </summary>
internal sealed class ManualTimeProvider(TimeSpan period) : FakeTimeProvider
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits until a timer of the period has started.</summary>
    public Task TimerStartedAsync() => _started.Task.WaitAsync(Lines.Bound);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan timersPeriod)
    {
        var timer = base.CreateTimer(callback, state, dueTime, timersPeriod);
        if (timersPeriod == period)
        {
            _started.TrySetResult();
        }

        return timer;
    }
}
