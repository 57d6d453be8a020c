using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Processes;

namespace ZipkinMesh.Proxy.AccessLog;

/// <summary>
/// Writes the lines of an access log, on a thread of its own. What can't be written is dropped and counted, and the log of the program
/// says so once in a while. Disposing flushes the lines that wait.
/// </summary>
internal sealed partial class AccessLogWriter : IDisposable
{
    /// <summary>The shortest time between two log entries about dropped lines.</summary>
    private static readonly TimeSpan DropInterval = TimeSpan.FromSeconds(10);

    // The longest time that a line waits to be written.
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    // A file that failed is opened again, and one that was rotated is noticed, after this time.
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    // The pause after which a full pipe is tried again.
    private static readonly TimeSpan PipePause = TimeSpan.FromMilliseconds(10);

    // The time that the last lines may take.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(1);

    private readonly LineBuffer _lines = new(FlushInterval);
    private readonly LogFile _file;
    private readonly AccessLogCounters _counters;
    private readonly ILogger<AccessLogWriter> _logger;
    private readonly string _path;
    private readonly Thread _thread;
    private readonly PosixSignalRegistration _reopenSignal;
    private volatile bool _isStopping;
    private volatile bool _mustReopen;
    private long _stopTime;
    private long _checkTime;
    private long _lastDropLog;
    private long _loggedDrops;
    private string _problem = "";

    /// <summary>Opens the file.</summary>
    /// <param name="setting">The setting that names the file, such as <c>AccessLog:Path</c>.</param>
    /// <param name="path">The file.</param>
    /// <param name="counters">The counts of lines.</param>
    /// <param name="logger">The log of the program.</param>
    /// <exception cref="SettingException">The file can't be opened.</exception>
    public AccessLogWriter(string setting, string path, AccessLogCounters counters, ILogger<AccessLogWriter> logger)
    {
        (_path, _counters, _logger) = (path, counters, logger);
        _file = new LogFile(_path);

        // A pipe may get its reader later.
        if (_file.Open() is var error and not (0 or Posix.NoReader))
        {
            throw SettingException.NotAllowed(setting, _path, $"a file that lines can be appended to ({Describe(error)})");
        }

        _reopenSignal = PosixSignalRegistration.Create((PosixSignal)Posix.SigUsr1, OnReopenSignal);
        _thread = new Thread(Run) { IsBackground = true, Name = "Access log" };
        _thread.Start();
    }

    /// <summary>Adds a line, which ends with a line feed. Never blocks.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        if (!_lines.TryAdd(line))
        {
            _counters.Dropped.Increment();
        }
    }

    /// <summary>Opens the file again, before the next line.</summary>
    public void Reopen()
    {
        _mustReopen = true;
        _lines.Wake();
    }

    public void Dispose()
    {
        _reopenSignal.Dispose();
        _stopTime = Stopwatch.GetTimestamp();
        _isStopping = true;
        _lines.Wake();

        // Standard output may block: a thread that waits for it ends with the process.
        if (_thread.Join(StopTimeout * 2))
        {
            _file.Dispose();
        }
    }

    private void OnReopenSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        Reopen();
    }

    private void Run()
    {
        while (true)
        {
            // All lines have been added when this is set, and it wakes the buffer.
            var lines = _lines.Take().Span;
            CheckFile();
            Write(lines);
            LogDrops();
            if (_isStopping && lines.IsEmpty)
            {
                return;
            }

            if (_isStopping)
            {
                _lines.Wake();
            }
        }
    }

    private void CheckFile()
    {
        var isDue = Stopwatch.GetElapsedTime(_checkTime) >= CheckInterval;
        if (!_mustReopen && !(isDue && (!_file.IsOpen || _file.IsRotated)))
        {
            _checkTime = isDue ? Stopwatch.GetTimestamp() : _checkTime;
            return;
        }

        _mustReopen = false;
        _checkTime = Stopwatch.GetTimestamp();
        if (_file.Open() is var error and not 0)
        {
            _counters.OpenFailures.Increment();
            _problem = Describe(error);
        }
    }

    private void Write(ReadOnlySpan<byte> lines)
    {
        var written = 0;
        while (written < lines.Length && _file.IsOpen)
        {
            written += _file.Write(lines[written..], out var error);
            if (error == Posix.WouldBlock && !HasStopped())
            {
                Thread.Sleep(PipePause);
            }
            else if (error is not (0 or Posix.Interrupted))
            {
                // Opened again later: a pipe may have lost its reader, or a disk its space.
                _problem = Describe(error);
                _file.Abandon(lines[..written]);
                _file.Dispose();
            }
        }

        _counters.Written.Add(lines[..written].Count((byte)'\n'));
        _counters.Dropped.Add(lines[written..].Count((byte)'\n'));
    }

    private bool HasStopped() => _isStopping && Stopwatch.GetElapsedTime(_stopTime) >= StopTimeout;

    private static string Describe(int error) => error == Posix.NoReader ? "no process reads the pipe" : Marshal.GetPInvokeErrorMessage(error);

    private void LogDrops()
    {
        var dropped = _counters.Dropped.Value;
        if (dropped > _loggedDrops && (_isStopping || _loggedDrops == 0 || Stopwatch.GetElapsedTime(_lastDropLog) >= DropInterval))
        {
            LogDropped(dropped - _loggedDrops, _path, _problem.Length == 0 ? "lines come faster than they can be written" : _problem);
            (_loggedDrops, _lastDropLog, _problem) = (dropped, Stopwatch.GetTimestamp(), "");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Dropped {Count} lines of the access log {Path}: {Problem}")]
    private partial void LogDropped(long count, string path, string problem);
}
