namespace ZipkinMesh.Faults.Traffic;

/// <summary>Counts, and lets others wait until a count is reached. Thread-safe.</summary>
internal sealed class Counter
{
    private readonly Lock _lock = new();
    private readonly List<(long Count, TaskCompletionSource Reached)> _waiting = [];
    private long _value;

    public long Value => Interlocked.Read(ref _value);

    public void Increment()
    {
        lock (_lock)
        {
            var value = ++_value;
            _waiting.FindAll(waiting => waiting.Count == value).ForEach(waiting => waiting.Reached.SetResult());
        }
    }

    /// <summary>Returns a task that completes when the count is reached.</summary>
    public Task ReachAsync(long count)
    {
        lock (_lock)
        {
            if (_value >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task;
        }
    }
}
