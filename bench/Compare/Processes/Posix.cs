using System.Runtime.InteropServices;

namespace ZipkinMesh.Compare.Processes;

/// <summary>What .NET has no call for: Process.Kill sends SIGKILL only.</summary>
internal static partial class Posix
{
    public const int SigKill = 9;
    public const int SigTerm = 15;

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int processId, int signal);
}
