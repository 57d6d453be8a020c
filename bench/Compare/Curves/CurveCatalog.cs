using ZipkinMesh.Bench.Compare.Fleets;
using ZipkinMesh.Bench.Compare.Load;
using ZipkinMesh.Bench.Harness.Proxies;

namespace ZipkinMesh.Bench.Compare.Curves;

/// <summary>Defines the curves.</summary>
internal static class CurveCatalog
{
    private static readonly Curve Connections = new()
    {
        Name = CurveNames.Connections,
        Title = "More connections",
        Growing = "connections",
        Points = [1, 4, 16, 64, 256, 1000],
        IsLogarithmic = true,
        Load = point => new LoadSpec { Connections = point },
    };

    private static readonly Curve Headers = new()
    {
        Name = CurveNames.Headers,
        Title = "More request headers",
        Growing = "request headers, besides Host",
        Points = [0, 10, 25, 50, 90],
        IsLogarithmic = false,
        Load = point => new LoadSpec { Headers = [.. Enumerable.Range(1, point).Select(i => $"x-header-{i}: a value of {i}")] },
    };

    private static readonly Curve Bodies = new()
    {
        Name = CurveNames.Bodies,
        Title = "Larger responses",
        Growing = "response body (0 stands apart)",
        Points = Upstream.BodySizes,
        IsLogarithmic = true,
        Label = point => point switch
        {
            0 => "0",
            >= 1024 * 1024 => $"{point / (1024 * 1024)} MB",
            _ => $"{point / 1024} KB",
        },
        Load = point => new LoadSpec { Path = $"/body/{point}" },
    };

    private static readonly Curve Routes = new()
    {
        Name = CurveNames.Routes,
        Title = "More routes, the last one taken",
        Growing = "routes",
        Points = [1, 10, 100, 1000, 10_000],
        IsLogarithmic = true,
        Load = point => new LoadSpec { Path = $"/r{point}/trace" },
        Change = WithRoutes,
        HasPathMatch = true,
    };

    private static readonly Curve Endpoints = new()
    {
        Name = CurveNames.Endpoints,
        Title = "More endpoints of the cluster",
        Growing = "endpoints, taken in turn",
        Points = [1, 10, 100, 1000],
        IsLogarithmic = true,
        Load = _ => new LoadSpec(),
        Change = (spec, _) => spec,
        Endpoints = point => point,
    };

    public static readonly IReadOnlyDictionary<string, Curve> ByName =
        new[] { Connections, Headers, Bodies, Routes, Endpoints }.ToDictionary(curve => curve.Name);

    private static ProxySpec WithRoutes(ProxySpec spec, int routes)
    {
        var listener = spec.Listeners[0];
        return spec with
        {
            Listeners = [listener with { Routes = [.. Enumerable.Range(1, routes).Select(i => listener.Routes[0] with { Prefix = $"/r{i}/" })] }],
        };
    }
}
