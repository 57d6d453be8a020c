namespace ZipkinMesh.Exporter.Reporting;

/// <summary>Represents the result of one post.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Problem">The error for the log.</param>
/// <param name="RetryAfter">The pause that the collector asked for; null for none.</param>
/// <param name="Status">The status of the response; null when there was none.</param>
/// <param name="HasTimedOut">True when there was no response in time.</param>
internal readonly record struct PostResult(
    PostOutcome Outcome, string Problem = "", TimeSpan? RetryAfter = null, int? Status = null, bool HasTimedOut = false);
