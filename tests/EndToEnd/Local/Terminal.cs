using System.Diagnostics;
using System.Globalization;

namespace ZipkinMesh.Tests.Local;

/// <summary>A shell in a real terminal, which tmux provides. Every process that the shell starts, directly or not, can be found again.</summary>
internal sealed class Terminal : IDisposable
{
    private const string Tmux = "/usr/bin/tmux";
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly Scratch _scratch = new();
    private readonly string _mark = $"TERMINAL_TEST={Guid.NewGuid()}";

    private Terminal()
    {
    }

    /// <summary>Gets a folder for files of the test.</summary>
    public string Folder => _scratch.Folder;

    /// <summary>Opens a terminal; skips the test when tmux isn't installed.</summary>
    public static async Task<Terminal> OpenAsync()
    {
        Assert.SkipUnless(File.Exists(Tmux), $"{Tmux} is not installed");
        var terminal = new Terminal();
        await terminal.TmuxAsync("-f", "/dev/null", "new-session", "-d", "-x", "250", "-y", "100", "-c", terminal.Folder, "-e", terminal._mark, "sh");
        return terminal;
    }

    /// <summary>Types a line.</summary>
    public async Task TypeAsync(string line)
    {
        await TmuxAsync("send-keys", "-l", line);
        await PressAsync("Enter");
    }

    /// <summary>Presses a key by its name in tmux, such as <c>C-c</c>.</summary>
    public Task PressAsync(string key) => TmuxAsync("send-keys", key);

    /// <summary>Closes the terminal, as its window's button does.</summary>
    public Task CloseAsync() => TmuxAsync("kill-server");

    /// <summary>Waits until a line of the screen, or of what has scrolled away, contains the text at its start or behind other words.</summary>
    public async Task<string> WaitForAsync(string text)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(PollInterval))
        {
            var screen = await ScreenAsync();
            if (screen.Split('\n').FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal) && !line.StartsWith('#') && !line.StartsWith('$')) is { } line)
            {
                return line;
            }

            Assert.True(clock.Elapsed < Lines.Bound, $"No line contains {text} in:\n{screen}");
        }
    }

    /// <summary>Returns what the terminal shows.</summary>
    public Task<string> ScreenAsync() => TmuxAsync("capture-pane", "-p", "-J", "-S", "-");

    /// <summary>Returns the ids of the running processes of the program.</summary>
    public int[] Find(string program) => [.. Processes(parts => Path.GetFileName(parts[0]) == program)];

    /// <summary>Waits until none of the programs runs that the shell has started, and of those that they have started.</summary>
    public async Task AssertNothingRunsAsync()
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(PollInterval))
        {
            var left = Processes(parts => parts[0] is not ("sh" or "tmux")).ToArray();
            if (left.Length == 0)
            {
                return;
            }

            Assert.True(clock.Elapsed < Lines.Bound, $"Still running: {string.Join(", ", left)}");
        }
    }

    public void Dispose()
    {
        Run("kill-server").WaitForExit();
        foreach (var id in Processes(_ => true))
        {
            Child.SendSignal(id, Child.SigKill);
        }

        _scratch.Dispose();
    }

    private IEnumerable<int> Processes(Predicate<string[]> matches)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            if (Read(folder, "environ").Contains(_mark) && matches(Read(folder, "cmdline")))
            {
                yield return int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);
            }
        }
    }

    // Empty for zombies, and for processes that have ended or belong to others.
    private static string[] Read(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file)).Split('\0');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [""];
        }
    }

    private async Task<string> TmuxAsync(params string[] arguments)
    {
        using var tmux = Run(arguments);
        var output = await tmux.StandardOutput.ReadToEndAsync();
        await tmux.WaitForExitAsync();
        return output;
    }

    private Process Run(params string[] arguments) => Process.Start(
        new ProcessStartInfo(Tmux, ["-S", Path.Combine(Folder, "tmux"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
}
