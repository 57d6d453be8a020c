namespace ZipkinMesh.Compare.Proxies;

/// <summary>A program in a mode: what is compared with others.</summary>
internal sealed record Contender(ProxyKind Kind, Mode Mode)
{
    /// <summary>Each of our and Envoy's modes, and the two that know no tracing.</summary>
    public static readonly Contender[] All =
    [
        new(ProxyKind.Ours, Mode.Traced), new(ProxyKind.Envoy, Mode.Traced),
        new(ProxyKind.Ours, Mode.NotSampled), new(ProxyKind.Envoy, Mode.NotSampled),
        new(ProxyKind.Ours, Mode.Untraced), new(ProxyKind.Envoy, Mode.Untraced),
        new(ProxyKind.Nginx, Mode.Untraced), new(ProxyKind.HAProxy, Mode.Untraced),
    ];

    /// <summary>Of each program the one that does what it can.</summary>
    public static readonly Contender[] Foremost = [All[0], All[1], All[6]];

    public string Name => Kind switch
    {
        ProxyKind.Ours => "ours",
        ProxyKind.Nginx => "nginx",
        var other => other.ToString(),
    };

    public string ModeName => Mode switch
    {
        Mode.Traced => "traced",
        Mode.NotSampled => "not sampled",
        _ => "untraced",
    };

    public override string ToString() => $"{Name}, {ModeName}";
}
