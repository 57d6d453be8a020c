namespace ZipkinMesh.Compare.Load;

/// <param name="Requests">Answered ones.</param>
/// <param name="PerSecond">Their rate.</param>
/// <param name="Errors">Answers that are no 2xx or 3xx, and connections that failed or waited for over 2 s.</param>
internal sealed record WrkResult(long Requests, double PerSecond, long Errors);
