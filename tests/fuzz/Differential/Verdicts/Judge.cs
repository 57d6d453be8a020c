namespace ZipkinMesh.Fuzz.Differential.Verdicts;

/// <summary>Compares what two proxies made of the same case.</summary>
internal static class Judge
{
    public static Verdict Compare(Reading ours, Reading envoy) => (ours.IsForwarded, envoy.IsForwarded) switch
    {
        (false, false) => Verdict.Same,

        // Requests that one proxy hides in the body of another are smuggled, even when Envoy refuses the whole.
        (true, false) => ours.Seen.Count > 1 ? Verdict.Smuggled : Verdict.OnlyOursForwards,
        (false, true) => Verdict.OnlyEnvoyForwards,
        _ when ours.Seen.Count != envoy.Seen.Count => Verdict.Smuggled,
        _ => ours.Seen.SequenceEqual(envoy.Seen) ? Verdict.Same : Verdict.Altered,
    };
}
