using System.Text;

namespace ZipkinMesh.Tests.Support;

/// <summary>Lines somebody writes, to be waited for: a writer for what runs in process, a sink for a child's output.</summary>
internal sealed class Lines : TextWriter
{
    /// <summary>How long anything may take that a test waits for.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override Encoding Encoding => Encoding.UTF8;

    public string[] All
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    public override void WriteLine(string? value)
    {
        lock (_lock)
        {
            _lines.Add(value ?? "");
            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>The first line that contains the text.</summary>
    public Task<string> WaitForAsync(string text) => WaitForAsync(line => line.Contains(text, StringComparison.Ordinal), text);

    public Task<string> WaitForAsync(Predicate<string> isIt, string text = "what was waited for") => WaitForAsync(isIt, text, 1);

    /// <summary>The line that contains the text for the time given: the second for 2.</summary>
    public Task<string> WaitForAsync(string text, int time) => WaitForAsync(line => line.Contains(text, StringComparison.Ordinal), text, time);

    private async Task<string> WaitForAsync(Predicate<string> isIt, string text, int time)
    {
        var deadline = Task.Delay(Bound);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_lines.FindAll(isIt) is var found && found.Count >= time)
                {
                    return found[time - 1];
                }

                changed = _changed.Task;
            }

            if (await Task.WhenAny(changed, deadline) == deadline)
            {
                throw new TimeoutException($"No line with {text} in:\n{this}");
            }
        }
    }

    public override string ToString() => string.Join('\n', All);
}
