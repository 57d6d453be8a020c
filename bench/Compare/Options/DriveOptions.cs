namespace ZipkinMesh.Compare.Options;

/// <summary>How long and how often every program is driven.</summary>
/// <param name="Rounds">How often: each round drives all in turn.</param>
/// <param name="Seconds">How long each time.</param>
/// <param name="WarmUpSeconds">How long before the first round, which isn't counted.</param>
internal sealed record DriveOptions(int Rounds, int Seconds, int WarmUpSeconds);
