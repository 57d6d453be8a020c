using System.Runtime.InteropServices;

namespace ZipkinMesh.Bench.Harness.Processes;

/// <summary>Provides system calls that .NET lacks: <c>Process.Kill</c> sends SIGKILL only.</summary>
internal static partial class Posix
{
    public const int SigKill = 9;
    public const int SigTerm = 15;

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int processId, int signal);
}
