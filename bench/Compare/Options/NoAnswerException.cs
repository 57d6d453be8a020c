namespace ZipkinMesh.Compare.Options;

/// <summary>A program runs, but answers too late to be measured.</summary>
internal sealed class NoAnswerException(string message) : UsageException(message);
