namespace ZipkinMesh.Bench.Compare.Fleets;

/// <summary>Describes how often and how long each subject is under load.</summary>
/// <param name="Rounds">The number of rounds. Each round measures all subjects in turn.</param>
/// <param name="Seconds">The seconds per subject and round.</param>
/// <param name="WarmUpSeconds">The seconds per subject before the first round, which aren't counted.</param>
internal sealed record RoundOptions(int Rounds, int Seconds, int WarmUpSeconds);
