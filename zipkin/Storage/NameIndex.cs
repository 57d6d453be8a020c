using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Storage.Packing;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>The names of the stored spans. Guarded by the lock of the store.</summary>
internal sealed class NameIndex
{
    private readonly Dictionary<string, ServiceNames> _services = new(StringComparer.Ordinal);
    private readonly NameMemory _memory = new();
    private readonly AutocompleteTags _autocompleteTags;
    private int _servicesSoFar;

    public NameIndex(string[] autocompleteKeys) => _autocompleteTags = new(autocompleteKeys, _memory);

    public int ServiceCount => _services.Count;

    /// <summary>Gets the names of all services, sorted.</summary>
    public string[] Services => [.. _services.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Gets the approximate size of the names that stored spans have.</summary>
    public long Bytes => _memory.Bytes;

    public ServiceNames? Find(string service) => _services.GetValueOrDefault(service);

    public string[] AutocompleteValues(string key) => _autocompleteTags.Values(key);

    /// <summary>Adds the names of a stored span, and returns the <see cref="ServiceNames.Mask"/> of its service; 0 for none.</summary>
    public ulong Add(Span span)
    {
        _autocompleteTags.Add(span);
        return Add(span.Local?.ServiceName, span.Name, span.Remote?.ServiceName);
    }

    /// <summary>Adds the names of a packed span, and returns the <see cref="ServiceNames.Mask"/> of its service; 0 for none.</summary>
    public ulong Add(PackedSpan span, ulong traceIdLow, StringTables tables)
    {
        if (!_autocompleteTags.IsEmpty)
        {
            // A copy: both read on from the same position.
            var copy = span;
            _autocompleteTags.Add(copy.Unpack(traceIdLow, tables));
        }

        var (service, name, remoteService) = span.ReadNames(tables);
        return Add(service, name, remoteService);
    }

    /// <summary>Removes the names of an evicted trace, and the services that have no other one.</summary>
    public void Remove(PackedTrace trace, StringTables tables)
    {
        for (var position = trace.Start; trace.TryRead(ref position, out var span);)
        {
            if (!_autocompleteTags.IsEmpty)
            {
                // A copy: both read on from the same position.
                var copy = span;
                _autocompleteTags.Release(copy.Unpack(trace.Low, tables));
            }

            var (service, name, remoteService) = span.ReadNames(tables);
            if (service is not null && _services.TryGetValue(service, out var names))
            {
                names.Release(name, remoteService);
                RemoveIfEmpty(service, names);
            }
        }
    }

    private ulong Add(string? service, string? name, string? remoteService)
    {
        if (service is null)
        {
            return 0;
        }

        if (!_services.TryGetValue(service, out var names))
        {
            _services.Add(service, names = new ServiceNames(_servicesSoFar++, _memory));
            _memory.Add(service);
        }

        names.Add(name, remoteService);
        return names.Mask;
    }

    private void RemoveIfEmpty(string service, ServiceNames names)
    {
        if (names.Spans == 0)
        {
            _services.Remove(service);
            _memory.Remove(service);
            names.Clear();
        }
    }
}
