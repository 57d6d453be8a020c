namespace ZipkinMesh.Bench.Harness.Commands;

/// <summary>Defines the exit codes of a bench.</summary>
/// <param name="Failed">There is no result: an option is wrong, or a program doesn't start.</param>
/// <param name="Interrupted">A signal stopped the run.</param>
public sealed record ExitCodes(int Failed, int Interrupted)
{
    /// <summary>The run is complete.</summary>
    public const int Ok = 0;

    /// <summary>The run is complete, but its figures are invalid or miss a target.</summary>
    public const int Missed = 1;

    /// <summary><c>check</c> printed the help, so there is nothing to run.</summary>
    public const int HelpShown = 3;
}
