using System.Text;

namespace ZipkinMesh.Tests.Support;

/// <summary>Collects lines of output, and lets a test wait for one: a writer for in-process code, a sink for a child process.</summary>
internal sealed class Lines : TextWriter
{
    /// <summary>The timeout of every wait in the tests.</summary>
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

    /// <summary>Waits for the first line that contains the text.</summary>
    public Task<string> WaitForAsync(string text) => WaitForAsync(line => line.Contains(text, StringComparison.Ordinal), text);

    /// <summary>Waits for the first line that matches.</summary>
    /// <param name="match">The condition.</param>
    /// <param name="text">A description of the line, for the message of the timeout.</param>
    public Task<string> WaitForAsync(Predicate<string> match, string text = "the expected text") => WaitForAsync(match, text, 1);

    /// <summary>Waits for the nth line that contains the text, counted from 1.</summary>
    public Task<string> WaitForAsync(string text, int occurrence) => WaitForAsync(line => line.Contains(text, StringComparison.Ordinal), text, occurrence);

    private async Task<string> WaitForAsync(Predicate<string> match, string text, int occurrence)
    {
        var deadline = Task.Delay(Bound);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_lines.FindAll(match) is var found && found.Count >= occurrence)
                {
                    return found[occurrence - 1];
                }

                changed = _changed.Task;
            }

            if (await Task.WhenAny(changed, deadline) == deadline)
            {
                throw new TimeoutException($"No line contains {text} in:\n{this}");
            }
        }
    }

    public override string ToString() => string.Join('\n', All);
}
