using ZipkinMesh.Compare.Load;
using ZipkinMesh.Compare.Proxies;

namespace ZipkinMesh.Compare.Curves;

/// <summary>What grows, and how far.</summary>
internal sealed record Curve
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>What stands below the x axis.</summary>
    public required string Growing { get; init; }

    public required IReadOnlyList<int> Points { get; init; }

    public required bool IsLogarithmic { get; init; }

    /// <summary>How a point is written below the axis.</summary>
    public Func<int, string> Label { get; init; } = point => $"{point:N0}";

    /// <summary>What is asked of the proxies at a point.</summary>
    public required Func<int, LoadSpec> Load { get; init; }

    /// <summary>What the proxies have to do at a point; null: always the same, and the same processes serve all points.</summary>
    public Func<ProxySpec, int, ProxySpec>? Change { get; init; }

    /// <summary>How many endpoints the cluster has at a point.</summary>
    public Func<int, int> Endpoints { get; init; } = _ => 1;

    /// <summary>Whether ours is shown with routes matched by YARP's <c>Match:Path</c>, too.</summary>
    public bool HasPathMatch { get; init; }
}
