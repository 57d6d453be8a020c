namespace ZipkinMesh.Bench.Compare.Load;

/// <summary>Describes the requests sent to a proxy.</summary>
internal sealed record LoadSpec
{
    /// <summary>The path of the requests; by default that of the sandbox.</summary>
    public string Path { get; init; } = "/trace/1";

    /// <summary>The number of concurrent connections. Default: 16.</summary>
    public int Connections { get; init; } = 16;

    /// <summary>The number of requests at a time on each connection, over HTTP/2; 0 for HTTP/1.1. Default: 0.</summary>
    public int Streams { get; init; }

    /// <summary>Header lines in addition to those that the load generator always sends.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];
}
