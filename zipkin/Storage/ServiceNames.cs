namespace ZipkinMesh.Zipkin.Storage;

/// <summary>The index entry of one service: its span names and its remote services.</summary>
/// <param name="number">The number of services before this one.</param>
/// <param name="memory">The memory of all names.</param>
internal sealed class ServiceNames(int number, NameMemory memory)
{
    private readonly CountedNames _spanNames = new(memory);
    private readonly CountedNames _remoteServices = new(memory);

    /// <summary>Gets one of 64 bits, by which a search skips most traces of other services.</summary>
    public ulong Mask => 1UL << (number % 64);

    /// <summary>Gets the number of stored spans.</summary>
    public int Spans { get; private set; }

    public string[] SpanNames => _spanNames.Sorted;

    public string[] RemoteServices => _remoteServices.Sorted;

    /// <summary>Adds the names of a stored span.</summary>
    public void Add(string? spanName, string? remoteService)
    {
        Spans++;
        _spanNames.Add(spanName);
        _remoteServices.Add(remoteService);
    }

    /// <summary>Releases the names of an evicted span.</summary>
    public void Release(string? spanName, string? remoteService)
    {
        Spans--;
        _spanNames.Release(spanName);
        _remoteServices.Release(remoteService);
    }

    /// <summary>Removes all names of a service that has no spans.</summary>
    public void Clear()
    {
        _spanNames.Clear();
        _remoteServices.Clear();
    }
}
