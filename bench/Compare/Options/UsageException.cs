namespace ZipkinMesh.Compare.Options;

/// <summary>Why the bench can't run, for the user to read: one line that says what to change.</summary>
internal class UsageException(string message) : Exception(message);
