namespace ZipkinMesh.ZipkinBench;

/// <summary>Why there are no figures, in one line.</summary>
internal sealed class BenchException(string message) : Exception(message);
