using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Processes;
using ZipkinMesh.Proxy.AccessLog;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Tests.Proxy.AccessLog;

/// <summary>Tests the writing of lines to real files, pipes and a full device.</summary>
public sealed class AccessLogWriterTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly AccessLogCounters _counters = new();
    private readonly Log _log = new();

    private string FilePath => Path.Combine(_scratch.Folder, "access.log");

    public void Dispose()
    {
        _scratch.Dispose();
        _log.Lines.Dispose();
    }

    [Fact]
    public void Dispose_WaitingLines_AreAppended()
    {
        File.WriteAllText(FilePath, "before\n");
        using (var writer = Start(FilePath))
        {
            Add(writer, "one", "two");
        }

        Assert.Equal("before\none\ntwo\n", File.ReadAllText(FilePath));
        Assert.Equal((2, 0), (_counters.Written.Value, _counters.Dropped.Value));
        Assert.Empty(_log.Lines.All);
    }

    [Fact]
    public async Task Add_Line_IsWrittenWithinTheInterval()
    {
        using var writer = Start(FilePath);
        Add(writer, "one");

        await UntilAsync(() => File.ReadAllText(FilePath) == "one\n");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Add_AfterRotation_GoesToNewFile(bool isRenamed)
    {
        using var writer = Start(FilePath);
        Add(writer, "one");
        await UntilAsync(() => _counters.Written.Value == 1);

        var rotated = FilePath + ".1";
        if (isRenamed)
        {
            File.Move(FilePath, rotated);
        }
        else
        {
            File.Delete(FilePath);
        }

        await UntilAsync(() => File.Exists(FilePath));
        Add(writer, "two");
        await UntilAsync(() => File.ReadAllText(FilePath) == "two\n");
        Assert.Equal(isRenamed ? "one\n" : null, isRenamed ? File.ReadAllText(rotated) : null);
    }

    [Fact]
    public async Task Add_AfterSigUsr1_GoesToTheFileThatThePathNamesNow()
    {
        var (old, current) = (FilePath + ".old", FilePath + ".current");
        File.CreateSymbolicLink(FilePath, old);
        using var writer = Start(FilePath);
        Add(writer, "one");
        await UntilAsync(() => _counters.Written.Value == 1);

        File.Delete(FilePath);
        File.CreateSymbolicLink(FilePath, current);
        Assert.True(Posix.Kill(Environment.ProcessId, Posix.SigUsr1));
        await UntilAsync(() => File.Exists(current));
        Add(writer, "two");

        await UntilAsync(() => File.ReadAllText(current) == "two\n");
        Assert.Equal("one\n", File.ReadAllText(old));
    }

    [Fact]
    public async Task Add_AfterTruncation_BeginsAtTheStart()
    {
        using var writer = Start(FilePath);
        Add(writer, "one");
        await UntilAsync(() => _counters.Written.Value == 1);

        File.WriteAllText(FilePath, "");
        Add(writer, "two");

        await UntilAsync(() => File.ReadAllText(FilePath) == "two\n");
    }

    [Fact]
    public async Task Add_FolderRemoved_DropsAndCountsUntilItIsBack()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_scratch.Folder, "logs")).FullName;
        var path = Path.Combine(folder, "access.log");
        using var writer = Start(path);
        Directory.Delete(folder, recursive: true);
        await UntilAsync(() => _counters.OpenFailures.Value > 0);

        Add(writer, "lost");
        await UntilAsync(() => _log.Lines.All.Length > 0);
        Assert.Equal($"Dropped 1 lines of the access log {path}: No such file or directory", Assert.Single(_log.Lines.All));

        Directory.CreateDirectory(folder);
        await UntilAsync(() => File.Exists(path));
        Add(writer, "kept");
        await UntilAsync(() => File.ReadAllText(path) == "kept\n");
        Assert.Equal((1, 1), (_counters.Written.Value, _counters.Dropped.Value));
    }

    [Fact]
    public async Task Add_FullDisk_DropsAndCounts()
    {
        using var writer = Start("/dev/full");
        Add(writer, "one", "two");
        await UntilAsync(() => _counters.Dropped.Value == 2);

        Assert.Equal("Dropped 2 lines of the access log /dev/full: No space left on device", await _log.Lines.WaitForAsync("Dropped"));
        Assert.Equal(0, _counters.Written.Value);
    }

    [Fact]
    public async Task Add_PipeThatNobodyDrains_NeverBlocksAndCountsEveryLine()
    {
        var pipe = CreatePipe();
        using var reader = OpenReader(pipe);
        var line = new byte[1024];
        line[^1] = (byte)'\n';
        const int Count = 4096;

        long slowest = 0;
        using (var writer = Start(pipe))
        {
            for (var added = 0; added < Count; added++)
            {
                var start = Stopwatch.GetTimestamp();
                writer.Add(line);
                slowest = Math.Max(slowest, Stopwatch.GetTimestamp() - start);
            }

            await UntilAsync(() => _counters.Dropped.Value > 0);
        }

        // The kernel's buffer of the pipe has been filled; the rest was dropped, at the latest when the writer stopped.
        Assert.InRange(_counters.Written.Value, 1, 1024);
        Assert.Equal(Count, _counters.Written.Value + _counters.Dropped.Value);
        Assert.True(TimeSpan.FromSeconds((double)slowest / Stopwatch.Frequency) < Lines.Bound);
    }

    [Fact]
    public async Task Add_PipeWithoutReader_DropsUntilThereIsOne()
    {
        var pipe = CreatePipe();
        using var writer = Start(pipe);
        Add(writer, "lost");
        await UntilAsync(() => _counters.Dropped.Value == 1);
        Assert.Equal($"Dropped 1 lines of the access log {pipe}: no process reads the pipe", await _log.Lines.WaitForAsync("Dropped"));

        using var reader = OpenReader(pipe);
        await UntilAsync(() =>
        {
            Add(writer, "kept");
            return _counters.Written.Value > 0;
        });

        var received = new byte[5];
        reader.ReadExactly(received);
        Assert.Equal("kept\n", Encoding.UTF8.GetString(received));
    }

    [Theory]
    [InlineData("", "Is a directory")]
    [InlineData("missing/access.log", "No such file or directory")]
    public void Start_FileThatCannotBeOpened_IsASettingError(string file, string reason)
    {
        var path = Path.Combine(_scratch.Folder, file);

        var error = Assert.Throws<SettingException>(() => Start(path));

        Assert.Equal($"AccessLog:Path: '{path}' is not allowed; allowed: a file that lines can be appended to ({reason})", error.Message);
    }

    private static void Add(AccessLogWriter writer, params string[] lines)
    {
        foreach (var line in lines)
        {
            writer.Add(Encoding.UTF8.GetBytes(line + "\n"));
        }
    }

    // A pipe that is open for reading and writing has a reader, and opening it doesn't wait for a writer.
    private static FileStream OpenReader(string pipe) => new(pipe, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var deadline = DateTime.UtcNow + Lines.Bound; !condition(); await Task.Delay(20, TestContext.Current.CancellationToken))
        {
            Assert.True(DateTime.UtcNow < deadline, "The condition isn't met in time.");
        }
    }

    private string CreatePipe()
    {
        var pipe = Path.Combine(_scratch.Folder, "pipe");
        using var mkfifo = Process.Start("mkfifo", pipe);
        mkfifo.WaitForExit();
        return pipe;
    }

    private AccessLogWriter Start(string path) => new("AccessLog:Path", path, _counters, _log);

    private sealed class Log : ILogger<AccessLogWriter>
    {
        public Lines Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.WriteLine(formatter(state, exception));
    }
}
