namespace ZipkinMesh.Proxy.Reporting;

/// <summary>Represents the result of one post.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Problem">The error for the log.</param>
/// <param name="RetryAfter">The pause that the collector asked for; null for none.</param>
internal readonly record struct PostResult(PostOutcome Outcome, string Problem = "", TimeSpan? RetryAfter = null);
