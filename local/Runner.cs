using System.Diagnostics;

namespace ZipkinMesh.Local;

/// <summary>
/// Starts the roles one after the other, each when the one before is ready, and ends them in reverse order: when asked to, when one
/// ends on its own, and when one doesn't start.
/// </summary>
internal sealed class Runner(IReadOnlyList<Role> roles, MeshOutput output, IReadOnlyList<string> whatToTry)
{
    // A program that has no handler for the signal, or not yet.
    private const int EndedBySigTerm = 128 + Posix.SigTerm;

    private readonly List<RoleProcess> _running = [];

    /// <summary>How long a role may take until it is ready; 60 s, for a busy machine.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a role may take to end; 10 s, as <c>docker compose</c> has it.</summary>
    public TimeSpan EndTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The program that is the launcher; this one.</summary>
    public string Launcher { get; init; } = Path.Combine(AppContext.BaseDirectory, "local");

    /// <summary>Returns the exit code: 0 when it was asked to stop and every role ended well.</summary>
    public async Task<int> RunAsync(CancellationToken stop, CancellationToken stopAtOnce)
    {
        try
        {
            return await RunAndEndAsync(stop, stopAtOnce);
        }
        finally
        {
            // Kills who is left, which is nobody but after an exception.
            _running.ForEach(role => role.Dispose());
        }
    }

    private async Task<int> RunAndEndAsync(CancellationToken stop, CancellationToken stopAtOnce)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = stop.Register(() =>
        {
            output.Say("local: asked to end; asked once more, it ends all at once");
            asked.SetResult();
        });

        var failure = await StartAllAsync(asked.Task, stop);
        if (failure is null && !stop.IsCancellationRequested)
        {
            foreach (var line in whatToTry)
            {
                output.Say(line);
            }

            await Task.WhenAny([asked.Task, .. _running.Select(role => role.Exited)]);
            failure = WhoEnded();
        }

        var failed = failure is not null && !stop.IsCancellationRequested;
        if (failed)
        {
            output.Say($"local: {failure}; ending all");
        }

        var allWell = await EndAllAsync(stopAtOnce);
        return allWell && !failed ? 0 : 1;
    }

    // Returns why not, if so.
    private async Task<string?> StartAllAsync(Task asked, CancellationToken stop)
    {
        foreach (var role in roles)
        {
            output.Say($"local: starting {role.Name}{string.Concat(role.Ports.Select(port => $" :{port.Number}"))}");
            var clock = Stopwatch.StartNew();
            var process = RoleProcess.Start(role, Launcher, output);
            _running.Add(process);

            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            patience.CancelAfter(StartTimeout);
            var ready = process.ReadyAsync(patience.Token);
            await Task.WhenAny([asked, ready, .. _running.Select(other => other.Exited)]);
            if (stop.IsCancellationRequested || WhoEnded() is not null || !ready.IsCompletedSuccessfully)
            {
                await patience.CancelAsync();
                return WhoEnded() ?? $"{role.Name} was not ready within {StartTimeout.TotalSeconds} s";
            }

            output.Say($"local: {role.Name} is ready after {clock.ElapsedMilliseconds} ms");
        }

        return null;
    }

    private string? WhoEnded() =>
        _running.Find(role => role.Exited.IsCompleted) is { } ended ? $"{ended.Role.Name} ended on its own with exit code {ended.ExitCode}" : null;

    private async Task<bool> EndAllAsync(CancellationToken atOnce)
    {
        var allWell = true;
        foreach (var role in Enumerable.Reverse(_running))
        {
            output.Say($"local: ending {role.Role.Name}");
            var ended = await role.EndAsync(EndTimeout, atOnce);
            output.Say($"local: {role.Role.Name} {(ended ? $"ended with exit code {role.ExitCode}" : "did not end in time and was killed")}");
            allWell &= ended && (role.ExitCode is 0 or EndedBySigTerm);
        }

        return allWell;
    }
}
