namespace ZipkinMesh.Zipkin.Storage;

/// <summary>The index entry of one service: its traces, its span names and its remote services.</summary>
internal sealed class ServiceNames(string service, NameMemory memory)
{
    private readonly CountedNames _spanNames = new(memory);
    private readonly CountedNames _remoteServices = new(memory);

    public string Service => service;

    public HashSet<StoredTrace> Traces { get; } = [];

    public string[] SpanNames => _spanNames.Sorted;

    public string[] RemoteServices => _remoteServices.Sorted;

    /// <summary>Adds the names of a stored span.</summary>
    public void Add(string? spanName, string? remoteService)
    {
        _spanNames.Add(spanName);
        _remoteServices.Add(remoteService);
    }

    /// <summary>Releases the names of an evicted span.</summary>
    public void Release(string? spanName, string? remoteService)
    {
        _spanNames.Release(spanName);
        _remoteServices.Release(remoteService);
    }

    /// <summary>Removes all names of a service that has no traces.</summary>
    public void Clear()
    {
        _spanNames.Clear();
        _remoteServices.Clear();
    }
}
