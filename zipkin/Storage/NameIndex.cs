using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>The names of the stored spans, and the traces of each service. Guarded by the lock of the store.</summary>
internal sealed class NameIndex
{
    private readonly Dictionary<string, ServiceNames> _services = new(StringComparer.Ordinal);
    private readonly NameMemory _memory = new();
    private readonly AutocompleteTags _autocompleteTags;

    public NameIndex(string[] autocompleteKeys) => _autocompleteTags = new(autocompleteKeys, _memory);

    public int ServiceCount => _services.Count;

    /// <summary>Gets the names of all services, sorted.</summary>
    public string[] Services => [.. _services.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Gets the approximate size of the names that stored spans have.</summary>
    public long Bytes => _memory.Bytes;

    public ServiceNames? Find(string service) => _services.GetValueOrDefault(service);

    public string[] AutocompleteValues(string key) => _autocompleteTags.Values(key);

    /// <summary>Adds the names of a stored span.</summary>
    public void Add(StoredTrace trace, Span span)
    {
        _autocompleteTags.Add(span);
        if (span.Local?.ServiceName is not { } service)
        {
            return;
        }

        if (!_services.TryGetValue(service, out var names))
        {
            _services.Add(service, names = new ServiceNames(service, _memory));
            _memory.Add(service);
        }

        names.Add(span.Name, span.Remote?.ServiceName);
        trace.AddTo(names);
    }

    /// <summary>Removes an evicted trace, and the services that have no other trace.</summary>
    public void Remove(StoredTrace trace, StringTables tables)
    {
        var position = 0;
        while (trace.Packed.TryRead(ref position, out var span))
        {
            if (!_autocompleteTags.IsEmpty)
            {
                // A copy: both read on from the same position.
                var copy = span;
                _autocompleteTags.Release(copy.Unpack(trace.Low, tables));
            }

            var (service, name, remoteService) = span.ReadNames(tables);
            if (service is not null)
            {
                Find(service)?.Release(name, remoteService);
            }
        }

        foreach (var names in trace.Services)
        {
            names.Traces.Remove(trace);
            if (names.Traces.Count == 0)
            {
                _services.Remove(names.Service);
                _memory.Remove(names.Service);
                names.Clear();
            }
        }
    }
}
