namespace ZipkinMesh.Proxy.Streams;

/// <summary>
/// Selects the requests whose spans are recorded though they aren't sampled: those that failed or were slow. It is known when they end.
/// </summary>
/// <param name="Errors">True selects failed requests.</param>
/// <param name="SlowerThan">The duration from which a request is selected; zero for none.</param>
internal sealed record KeptRequests(bool Errors, TimeSpan SlowerThan)
{
    /// <summary>Returns the selection; null when nothing is selected.</summary>
    public static KeptRequests? Create(bool errors, TimeSpan slowerThan) =>
        errors || slowerThan > TimeSpan.Zero ? new KeptRequests(errors, slowerThan) : null;

    /// <summary>Returns the reason to keep the span of a request that has ended; null for none.</summary>
    public string? ReasonFor(StreamInfo stream) =>
        Errors && stream.HasFailed ? "error"
        : SlowerThan > TimeSpan.Zero && stream.Duration >= SlowerThan ? "slow"
        : null;
}
