using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using ZipkinMesh.Hosting.Processes;

namespace ZipkinMesh.Proxy.AccessLog;

/// <summary>Represents the output of the access log: a file, or the standard output or error of the process.</summary>
internal sealed class LogFile(string path) : IDisposable
{
    // Writes of this size to a pipe aren't mixed with those of others, such as the log of the program (pipe(7), PIPE_BUF).
    private const int PipeSize = 4096;

    private readonly int? _descriptor = path switch { "/dev/stdout" => 1, "/dev/stderr" => 2, _ => null };
    private SafeFileHandle? _file;
    private string? _name;
    private bool _endsWithinLine;

    /// <summary>Gets a value indicating that the file is open.</summary>
    public bool IsOpen => _file is not null;

    /// <summary>Gets a value indicating that the file has been renamed or removed since it was opened.</summary>
    public bool IsRotated => _descriptor is null && IsOpen && FindName() != _name;

    /// <summary>Opens the file, or opens it again.</summary>
    /// <returns>The error; 0 when there is none.</returns>
    public int Open()
    {
        Dispose();
        var file = _descriptor is { } descriptor ? new SafeFileHandle(descriptor, ownsHandle: false) : Posix.OpenForAppend(path);
        if (file.IsInvalid)
        {
            return Marshal.GetLastPInvokeError();
        }

        _file = file;
        _name = FindName();
        return 0;
    }

    /// <summary>Writes lines, or a part of them.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="error">The error; 0 when there is none.</param>
    /// <returns>The number of bytes written.</returns>
    public int Write(ReadOnlySpan<byte> lines, out int error)
    {
        // What couldn't be written may have left a part of a line behind.
        if (_endsWithinLine && !TryWrite("\n"u8, out _, out error))
        {
            return 0;
        }

        _endsWithinLine = false;
        return TryWrite(_descriptor is null ? lines : lines[..WholeLines(lines)], out var count, out error) ? count : 0;
    }

    /// <summary>Notes that the rest of the lines won't be written.</summary>
    /// <param name="written">What has been written of them.</param>
    public void Abandon(ReadOnlySpan<byte> written) => _endsWithinLine |= written is [.., not (byte)'\n'];

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private bool TryWrite(ReadOnlySpan<byte> bytes, out int count, out int error)
    {
        count = Posix.Write(_file!, bytes);
        error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
        return count >= 0;
    }

    private static int WholeLines(ReadOnlySpan<byte> lines)
    {
        if (lines.Length <= PipeSize)
        {
            return lines.Length;
        }

        var end = lines[..PipeSize].LastIndexOf((byte)'\n');
        return end >= 0 ? end + 1 : lines.IndexOf((byte)'\n') + 1;
    }

    // The kernel keeps the name that an open file has now, with a remark once it is removed (proc(5), /proc/pid/fd).
    private string? FindName() => new FileInfo($"/proc/self/fd/{_file!.DangerousGetHandle()}").LinkTarget;
}
