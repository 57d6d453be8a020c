namespace ZipkinMesh.Bench.Harness.Processes;

/// <summary>Thrown when a program runs but doesn't respond in time.</summary>
public sealed class NotReadyException(string message) : BenchException(message);
