namespace ZipkinMesh.Fuzz.Targets;

/// <summary>Represents what a parser did with an input.</summary>
/// <param name="IsAccepted">True when the input was valid.</param>
/// <param name="Shape">A number that differs when the parser took another path: inputs with a new shape are kept for further mutation.</param>
internal readonly record struct Outcome(bool IsAccepted, int Shape)
{
    /// <summary>Gets the outcome of an input that was refused.</summary>
    public static Outcome Refused { get; } = new(false, 0);

    /// <summary>Creates the outcome of a valid input.</summary>
    public static Outcome Accepted(int shape) => new(true, shape);
}
