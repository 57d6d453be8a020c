namespace ZipkinMesh.Compare;

internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>A bad option, a program that doesn't start, or a run that is void.</summary>
    public const int Failed = 1;

    /// <summary>Of <c>check</c> only: there is nothing to run.</summary>
    public const int HelpShown = 2;

    /// <summary>What a shell says of a program that SIGINT ended.</summary>
    public const int Interrupted = 130;
}
