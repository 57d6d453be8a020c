using System.Collections.Concurrent;
using System.Diagnostics;

namespace ZipkinMesh.Hosting.Processes;

/// <summary>
/// Starts processes that end with this one, however it ends. The kernel sends a child SIGUSR2 when the thread that started it ends, so
/// children are started by a thread that lives as long as this process. Linux only: elsewhere, SIGKILL leaves children behind.
/// </summary>
public static class ChildProcess
{
    // The child reads its parent from this variable, and so knows when the parent ended before the child asked for the signal.
    private const string ParentVariable = "ZIPKIN_MESH_PARENT";

    private static readonly Starter Children = new();

    /// <summary>Starts a process, which must call <see cref="EndWithParent"/>.</summary>
    /// <param name="start">The program and its arguments.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The program can't be run.</exception>
    public static Process Start(ProcessStartInfo start)
    {
        start.Environment[ParentVariable] = $"{Environment.ProcessId}";
        return Children.Start(start);
    }

    /// <summary>
    /// Makes the kernel send this process SIGUSR2 when its parent ends, if <see cref="Start"/> started it. The setting survives
    /// <see cref="Posix.Execute"/>.
    /// </summary>
    /// <returns>False when the parent has ended already.</returns>
    public static bool EndWithParent()
    {
        var parent = Environment.GetEnvironmentVariable(ParentVariable);

        // This process's own children have another parent.
        Environment.SetEnvironmentVariable(ParentVariable, null);
        if (parent is null || !OperatingSystem.IsLinux())
        {
            return true;
        }

        Posix.SignalWhenParentEnds(Posix.SigUsr2);
        return parent == $"{Posix.ParentId}";
    }

    private sealed class Starter
    {
        private readonly BlockingCollection<Action> _starts = [];

        public Starter() => new Thread(() =>
        {
            foreach (var start in _starts.GetConsumingEnumerable())
            {
                start();
            }
        })
        { IsBackground = true, Name = "Child processes" }.Start();

        public Process Start(ProcessStartInfo start)
        {
            var started = new TaskCompletionSource<Process>();
            _starts.Add(() =>
            {
                try
                {
                    started.SetResult(Process.Start(start)!);
                }
                catch (Exception e)
                {
                    started.SetException(e);
                }
            });
            return started.Task.GetAwaiter().GetResult();
        }
    }
}
