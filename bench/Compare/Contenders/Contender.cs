using ZipkinMesh.Bench.Harness.Proxies;

namespace ZipkinMesh.Bench.Compare.Contenders;

/// <summary>Represents a program in a tracing mode, to be compared with others.</summary>
internal sealed record Contender(ProxyKind Kind, Mode Mode)
{
    /// <summary>All modes of our builds and of Envoy, then the two programs without tracing.</summary>
    public static readonly Contender[] All =
    [
        new(ProxyKind.Ours, Mode.Traced), new(ProxyKind.Base, Mode.Traced), new(ProxyKind.Envoy, Mode.Traced),
        new(ProxyKind.Ours, Mode.NotSampled), new(ProxyKind.Base, Mode.NotSampled), new(ProxyKind.Envoy, Mode.NotSampled),
        new(ProxyKind.Ours, Mode.Untraced), new(ProxyKind.Base, Mode.Untraced), new(ProxyKind.Envoy, Mode.Untraced),
        new(ProxyKind.Nginx, Mode.Untraced), new(ProxyKind.HAProxy, Mode.Untraced),
    ];

    /// <summary>Each program in its most complete mode, HAProxy excepted.</summary>
    public static readonly Contender[] MostComplete =
    [
        new(ProxyKind.Ours, Mode.Traced), new(ProxyKind.Base, Mode.Traced), new(ProxyKind.Envoy, Mode.Traced), new(ProxyKind.Nginx, Mode.Untraced),
    ];

    /// <summary>Gets a value indicating whether this is a build of ours.</summary>
    public bool IsOwn => Kind is ProxyKind.Ours or ProxyKind.Base;

    public string Name => Kind switch
    {
        ProxyKind.Ours => "ours",
        ProxyKind.Base => "base",
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
