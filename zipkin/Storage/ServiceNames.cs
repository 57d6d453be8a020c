using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>What is known of one service: the traces it took part in, the names of its spans, the services it talked to.</summary>
internal sealed class ServiceNames
{
    public HashSet<StoredTrace> Traces { get; } = [];

    public SortedSet<string> SpanNames { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> RemoteServices { get; } = new(StringComparer.Ordinal);

    public void Add(StoredTrace trace, Span span)
    {
        Traces.Add(trace);
        Add(SpanNames, span.Name);
        Add(RemoteServices, span.Remote?.ServiceName);
    }

    private static void Add(SortedSet<string> names, string? name)
    {
        if (name is not null)
        {
            names.Add(name);
        }
    }
}
