using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>The index entry of one service: its traces, its span names and its remote services.</summary>
internal sealed class ServiceNames(string service)
{
    private readonly HashSet<string> _spanNames = [];
    private readonly HashSet<string> _remoteServices = [];

    public string Service => service;

    public HashSet<StoredTrace> Traces { get; } = [];

    public string[] SpanNames => Sorted(_spanNames);

    public string[] RemoteServices => Sorted(_remoteServices);

    public void Add(Span span)
    {
        Add(_spanNames, span.Name);
        Add(_remoteServices, span.Remote?.ServiceName);
    }

    private static void Add(HashSet<string> names, string? name)
    {
        if (name is not null)
        {
            names.Add(name);
        }
    }

    private static string[] Sorted(HashSet<string> names) => [.. names.Order(StringComparer.Ordinal)];
}
