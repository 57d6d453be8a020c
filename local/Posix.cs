using System.Runtime.InteropServices;

namespace ZipkinMesh.Local;

/// <summary>The system calls .NET has no name for.</summary>
internal static partial class Posix
{
    public const int SigKill = 9;
    public const int SigTerm = 15;

    /// <summary>A negative <paramref name="processId"/> means the process group of that number; signal 0 only asks whether it exists.</summary>
    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    public static partial int SetSid();

    /// <summary>Returns only when it fails. The last of <paramref name="arguments"/> has to be null.</summary>
    [LibraryImport("libc", EntryPoint = "execv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Execv(string path, string?[] arguments);
}
