using ZipkinMesh.Bench.Compare.Load;
using ZipkinMesh.Bench.Harness.Proxies;

namespace ZipkinMesh.Bench.Compare.Curves;

/// <summary>Describes a curve: a quantity that grows, and its values.</summary>
internal sealed record Curve
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>The quantity that grows: the label of the x axis.</summary>
    public required string Growing { get; init; }

    public required IReadOnlyList<int> Points { get; init; }

    public required bool IsLogarithmic { get; init; }

    /// <summary>Formats a point for the axis.</summary>
    public Func<int, string> Label { get; init; } = point => $"{point:N0}";

    /// <summary>Returns the requests of a point.</summary>
    public required Func<int, LoadSpec> Load { get; init; }

    /// <summary>Changes the proxies' configuration for a point; null: the same processes serve all points.</summary>
    public Func<ProxySpec, int, ProxySpec>? Change { get; init; }

    /// <summary>Returns the number of the cluster's endpoints at a point.</summary>
    public Func<int, int> Endpoints { get; init; } = _ => 1;

    /// <summary>True when ours is also measured with routes matched by YARP's <c>Match:Path</c>.</summary>
    public bool HasPathMatch { get; init; }
}
