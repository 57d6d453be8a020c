using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ZipkinMesh.Hosting.Processes;

/// <summary>System calls that .NET has no API for. A call that failed leaves its error in <see cref="Marshal.GetLastPInvokeError"/>.</summary>
public static partial class Posix
{
    /// <summary>SIGKILL: ends a process at once; no process can handle it.</summary>
    public const int SigKill = 9;

    /// <summary>SIGUSR1: asks servers to open their log files again. Linux only.</summary>
    public const int SigUsr1 = 10;

    /// <summary>
    /// SIGUSR2: tells a process that its parent is gone, after <see cref="SignalWhenParentEnds"/>. SIGHUP isn't used for it, because programs
    /// started by nohup ignore that. Linux only.
    /// </summary>
    public const int SigUsr2 = 12;

    /// <summary>SIGTERM: asks a process to end.</summary>
    public const int SigTerm = 15;

    /// <summary>EINTR: a signal interrupted the call.</summary>
    public const int Interrupted = 4;

    /// <summary>ENXIO: no process reads the pipe. Linux only.</summary>
    public const int NoReader = 6;

    /// <summary>EAGAIN: the call would block. Linux only.</summary>
    public const int WouldBlock = 11;

    // O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_CLOEXEC (open(2)), the same on all processors that .NET runs on.
    private const int AppendWithoutBlocking = 0x1 | 0x40 | 0x400 | 0x800 | 0x80000;

    // rw-r--r--, as far as the process's umask allows it.
    private const int FileMode = 0x1a4;

    // PR_SET_PDEATHSIG (prctl(2)).
    private const int SetParentDeathSignal = 1;

    /// <summary>Sends a signal. <see cref="System.Diagnostics.Process.Kill()"/> sends SIGKILL only.</summary>
    /// <param name="processId">The process; when negative, the process group of that number.</param>
    /// <param name="signal">The number of the signal; 0 only checks that the process or the group exists.</param>
    /// <returns>True when the signal was sent.</returns>
    public static bool Kill(int processId, int signal) => NativeKill(processId, signal) == 0;

    /// <summary>Starts a session and a process group, both led by this process, which leaves its terminal.</summary>
    /// <returns>True on success; false when this process already leads a process group.</returns>
    public static bool StartSession() => NativeSetSid() >= 0;

    /// <summary>Replaces the program of this process by another one. Returns only when that fails.</summary>
    /// <param name="program">The full path of the program.</param>
    /// <param name="arguments">The arguments of the program, without its name.</param>
    public static void Execute(string program, string[] arguments) => _ = NativeExecv(program, [program, .. arguments, null]);

    /// <summary>Gets the id of the parent process: 1, or that of a subreaper, when the parent has ended.</summary>
    public static int ParentId => NativeGetParentId();

    /// <summary>Asks the kernel for a signal when the thread that started this process ends. Linux only.</summary>
    /// <param name="signal">The number of the signal.</param>
    public static void SignalWhenParentEnds(int signal) => _ = NativeProcessControl(SetParentDeathSignal, (nuint)signal, 0, 0, 0);

    /// <summary>
    /// Opens a file so that every write appends to it, even when other processes write to it or truncate it. A pipe never blocks, neither
    /// here nor in a write. Linux only.
    /// </summary>
    /// <param name="path">The path of the file, which is created when it doesn't exist.</param>
    /// <returns>The file; invalid when it can't be opened.</returns>
    public static SafeFileHandle OpenForAppend(string path) => NativeOpen(path, AppendWithoutBlocking, FileMode);

    /// <summary>Writes to a file, with one call.</summary>
    /// <param name="file">The file.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The number of bytes written, which may be fewer; -1 when the call failed.</returns>
    public static int Write(SafeFileHandle file, ReadOnlySpan<byte> bytes) => (int)NativeWrite(file, bytes, (nuint)bytes.Length);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle NativeOpen(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint NativeWrite(SafeFileHandle file, ReadOnlySpan<byte> bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int NativeGetParentId();

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int NativeProcessControl(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int NativeKill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    private static partial int NativeSetSid();

    [LibraryImport("libc", EntryPoint = "execv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NativeExecv(string path, string?[] arguments);
}
