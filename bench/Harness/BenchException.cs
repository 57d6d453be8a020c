namespace ZipkinMesh.Bench.Harness;

/// <summary>Thrown when a bench can't produce its result. The message is one line for the user.</summary>
public class BenchException(string message) : Exception(message);
