using System.Text;

namespace ZipkinMesh.Zipkin.Storage.Packing;

/// <summary>
/// Packs packed spans again, whose strings have the numbers of another process, as <see cref="SpanPacker"/> would pack them in this one.
/// That takes a third of the time of unpacking and packing.
/// </summary>
internal sealed class SpanRepacker(StringTables tables)
{
    private const int MaxStackBytes = 128;
    private const int UuidLength = 36;

    private readonly PackedSpanWriter _writer = new();
    private readonly RenumberedStrings _services = new(tables.Services);
    private readonly RenumberedStrings _spanNames = new(tables.SpanNames);
    private readonly RenumberedStrings _addresses = new(tables.Addresses);
    private readonly RenumberedStrings _annotations = new(tables.Annotations);
    private readonly RenumberedTags _tags = new(tables.Tags);

    // The last tag whose value was a UUID without a number.
    private TagKey? _uuidKey;
    private Guid _uuid;
    private uint _uuidHash;

    /// <summary>Gets the bytes of the last span, valid until the next one is packed.</summary>
    public ReadOnlySpan<byte> Packed => _writer.Packed;

    /// <summary>Forgets the numbers of the other process.</summary>
    public void Clear()
    {
        _services.Clear();
        _spanNames.Clear();
        _addresses.Clear();
        _annotations.Clear();
        _tags.Clear();
    }

    /// <summary>Adds the value that has the next number of a field in the other process.</summary>
    /// <param name="field">The field.</param>
    /// <param name="key">The number of the key of a tag; 0 for other fields.</param>
    /// <param name="text">The value.</param>
    public void Define(StringField field, int key, string text)
    {
        switch (field)
        {
            case StringField.Tag:
                _tags.Add(key, text);
                break;
            case StringField.TagKey:
                _tags.AddKey(text);
                break;
            default:
                Strings(field).Add(text);
                break;
        }
    }

    /// <summary>Packs a span, and adds its searchable strings to the filter of the trace.</summary>
    public void Repack(PackedSpan span, ref BloomFilter filter)
    {
        _writer.Begin();
        _writer.WriteBytes(span.Header);
        CopyString(ref span, _spanNames, ref filter);
        CopyEndpoint(ref span, PackedSpan.HasLocal, ref filter);
        CopyEndpoint(ref span, PackedSpan.HasRemote, ref filter);
        if ((span.Flags & PackedSpan.HasAnnotations) != 0)
        {
            CopyAnnotations(ref span, ref filter);
        }

        var tags = span.ReadVarint();
        _writer.WriteVarint((ulong)tags);
        for (; tags > 0; tags--)
        {
            CopyTag(ref span, ref filter);
        }

        _writer.End();
    }

    private RenumberedStrings Strings(StringField field) => field switch
    {
        StringField.Service => _services,
        StringField.SpanName => _spanNames,
        StringField.Address => _addresses,
        _ => _annotations,
    };

    private void CopyEndpoint(ref PackedSpan span, int flag, ref BloomFilter filter)
    {
        if ((span.Flags & flag) == 0)
        {
            return;
        }

        CopyString(ref span, _services, ref filter);
        // Addresses are not searchable.
        BloomFilter unused = default;
        CopyString(ref span, _addresses, ref unused);
        CopyString(ref span, _addresses, ref unused);
        _writer.WriteVarint((ulong)span.ReadVarint());
    }

    private void CopyAnnotations(ref PackedSpan span, ref BloomFilter filter)
    {
        var count = span.ReadVarint();
        for (_writer.WriteVarint((ulong)count); count > 0; count--)
        {
            _writer.WriteFixed64(span.ReadFixed64());
            CopyString(ref span, _annotations, ref filter);
        }
    }

    private void CopyString(ref PackedSpan span, RenumberedStrings strings, ref BloomFilter filter)
    {
        var token = span.ReadVarint();
        if (token == 0)
        {
            _writer.WriteTableNumber(0);
            return;
        }

        var isInline = (token & 1) != 0;
        var text = isInline ? Encoding.UTF8.GetString(span.ReadBytes(token >> 1)) : "";
        var number = isInline ? strings.Table.FindOrAdd(text) : strings.Renumber(token >> 1);
        if (number > 0)
        {
            _writer.WriteTableNumber(number);
            filter.Add(strings.Table.Hash(number));
            return;
        }

        text = isInline ? text : strings[token >> 1];
        _writer.WriteInline(text);
        filter.Add(BloomFilter.Hash(text));
    }

    private void CopyTag(ref PackedSpan span, ref BloomFilter filter)
    {
        var token = span.ReadVarint();
        if ((token & 1) == 0 && _tags.Renumber(token >> 1) is var number && number > 0)
        {
            WriteTag(number, ref filter);
            return;
        }

        if ((token & 1) == 0)
        {
            var (key, value) = _tags.Tag(token >> 1);
            WriteTag(_tags.RenumberKey(key), _tags.KeyText(key), value, ref filter);
            return;
        }

        var keyText = token == 1 ? Encoding.UTF8.GetString(span.ReadBytes(span.ReadVarint() >> 1)) : _tags.KeyText(token >> 1);
        CopyValue(ref span, token == 1 ? tables.Tags.FindOrAdd(keyText) : _tags.RenumberKey(token >> 1), keyText, ref filter);
    }

    private void CopyValue(ref PackedSpan span, TagKey? key, string keyText, ref BloomFilter filter)
    {
        var bytes = span.ReadValue(out var isUuid);
        if (isUuid)
        {
            CopyUuid(new Guid(bytes), key, keyText, ref filter);
            return;
        }

        if (bytes.Length > MaxStackBytes)
        {
            WriteTag(key, keyText, Encoding.UTF8.GetString(bytes), ref filter);
            return;
        }

        Span<char> chars = stackalloc char[MaxStackBytes];
        WriteTag(key, keyText, chars[..Encoding.UTF8.GetChars(bytes, chars)], ref filter);
    }

    private void CopyUuid(Guid uuid, TagKey? key, string keyText, ref BloomFilter filter)
    {
        // The spans of a trace have the same request id. A value that got no number never gets one later.
        if (uuid != _uuid || key != _uuidKey || key is null)
        {
            Span<char> text = stackalloc char[UuidLength];
            uuid.TryFormat(text, out _);
            if (key is not null && tables.Tags.FindOrAdd(key, text) is var number && number > 0)
            {
                WriteTag(number, ref filter);
                return;
            }

            (_uuid, _uuidKey, _uuidHash) = (uuid, key, BloomFilter.Hash(KeyHash(key, keyText), BloomFilter.Hash(text)));
        }

        _writer.WriteTagKey(key, keyText);
        _writer.WriteUuid(uuid);
        filter.Add(KeyHash(key, keyText));
        filter.Add(_uuidHash);
    }

    private void WriteTag(TagKey? key, string keyText, ReadOnlySpan<char> value, ref BloomFilter filter)
    {
        var number = key is null ? 0 : tables.Tags.FindOrAdd(key, value);
        if (number > 0)
        {
            WriteTag(number, ref filter);
            return;
        }

        _writer.WriteTagKey(key, keyText);
        _writer.WriteValue(value);
        var hash = KeyHash(key, keyText);
        filter.Add(hash);
        filter.Add(BloomFilter.Hash(hash, BloomFilter.Hash(value)));
    }

    private static uint KeyHash(TagKey? key, string text) => key?.Hash ?? BloomFilter.Hash(text);

    private void WriteTag(int number, ref BloomFilter filter)
    {
        _writer.WriteTableNumber(number);
        filter.Add(tables.Tags[number].Key.Hash);
        filter.Add(tables.Tags[number].Hash);
    }
}
