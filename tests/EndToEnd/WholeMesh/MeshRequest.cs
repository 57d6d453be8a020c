namespace ZipkinMesh.Tests.WholeMesh;

/// <summary>A request that each mesh gets. The ids TRACE, WIDE, SPAN and PARENT stand for new ones, because all meshes report to one Zipkin.</summary>
/// <param name="Name">A word for the request.</param>
/// <param name="Records">The number of records that Zipkin has of it.</param>
/// <param name="Headers">The headers, such as <c>b3: TRACE-SPAN-1</c>.</param>
internal sealed record MeshRequest(string Name, int Records, params string[] Headers)
{
    /// <summary>Gets the requests with every form of context: none, joined, undecided, debug, not sampled, malformed.</summary>
    public static IReadOnlyList<MeshRequest> Contexts { get; } =
    [
        new("unsampled", 0, "x-b3-traceid: TRACE", "x-b3-spanid: SPAN", "x-b3-parentspanid: PARENT", "x-b3-sampled: 0"),
        new("unsampled-without-ids", 0, "x-b3-sampled: 0"),
        new("unsampled-single", 0, "b3: TRACE-SPAN-0"),
        new("unsampled-single-without-ids", 0, "b3: 0"),
        new("malformed", 0, "x-b3-traceid: none", "x-b3-spanid: SPAN"),
        new("new", 4),
        new("sampled-without-ids", 4, "x-b3-sampled: 1"),
        new("joined", 4, "x-b3-traceid: TRACE", "x-b3-spanid: SPAN", "x-b3-parentspanid: PARENT", "x-b3-sampled: 1"),
        new("joined-root", 4, "x-b3-traceid: TRACE", "x-b3-spanid: TRACE", "x-b3-sampled: 1"),
        new("joined-wide", 4, "x-b3-traceid: WIDE", "x-b3-spanid: SPAN", "x-b3-sampled: 1"),
        new("undecided", 4, "x-b3-traceid: TRACE", "x-b3-spanid: SPAN"),
        new("debug", 4, "x-b3-traceid: TRACE", "x-b3-spanid: SPAN", "x-b3-flags: 1"),
        new("single", 4, "b3: TRACE-SPAN-1-PARENT"),
        new("single-wide", 4, "b3: WIDE-SPAN-1"),
        new("single-undecided", 4, "b3: TRACE-SPAN"),
        new("single-debug", 4, "b3: TRACE-SPAN-d-PARENT"),
        new("single-without-ids", 4, "b3: 1"),
    ];

    /// <summary>Gets the request while service 2 refuses connections: the egress of service 1 responds with 503.</summary>
    public static MeshRequest WithoutService2 { get; } = new("without-service2", 3);

    /// <summary>Gets the request while app 1 refuses connections: the ingress of service 1 responds with 503.</summary>
    public static MeshRequest WithoutApp1 { get; } = new("without-app1", 2);
}
