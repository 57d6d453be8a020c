namespace ZipkinMesh.Local;

/// <summary>Why the mesh can't start, for the user to read: one line that says what to change.</summary>
internal sealed class StartException(string message) : Exception(message);
