namespace ZipkinMesh.Fuzz.Differential.Verdicts;

/// <summary>Specifies how two proxies differ in a case.</summary>
internal enum Verdict
{
    /// <summary>Both do the same.</summary>
    Same,

    /// <summary>Ours forwards what Envoy refuses.</summary>
    OnlyOursForwards,

    /// <summary>Ours refuses what Envoy forwards.</summary>
    OnlyEnvoyForwards,

    /// <summary>Both forward, but the upstream sees another method, target, host or body.</summary>
    Altered,

    /// <summary>Both forward, but the upstream sees another number of requests.</summary>
    Smuggled,
}
