using System.Runtime.InteropServices;
using System.Text;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage.Packing;

/// <summary>
/// Reads a packed span in place. Numbers are varints (see <see cref="Varint"/>) unless a size in bytes is given:
/// <code>
/// length of the rest, flags 2
/// id 8, parentId 8                                             unless a flag says that it is the low half of the trace id
/// high half of the trace id 8, timestamp 8                     when its flag is set, as is the parentId
/// duration, name                                               string
/// local endpoint, remote endpoint                              when its flag is set: service, ipv4, ipv6, port
/// count, (timestamp 8, string) ...                             annotations, when their flag is set
/// count, tag ...                                               tags
/// string  0: none; even: number in the string table * 2; odd: length * 2 + 1, then UTF-8
/// tag     even: number in the tag table * 2; odd: number of the key * 2 + 1 (or 1, then the key as a string), then the value
/// value   even: length * 2, then UTF-8; 1: a UUID, then its 16 bytes
/// </code>
/// </summary>
internal ref struct PackedSpan
{
    public const int KindMask = 7;
    public const int Debug = 8;
    public const int Shared = 16;
    public const int HasLocal = 32;
    public const int HasRemote = 64;
    public const int HasParent = 128;
    public const int HasHigh = 256;
    public const int HasTimestamp = 512;
    public const int HasAnnotations = 1024;
    public const int IdIsTraceId = 2048;
    public const int ParentIsTraceId = 4096;

    /// <summary>The token of a value that is a UUID, and the length of its bytes.</summary>
    public const int UuidToken = 1;
    public const int UuidBytes = 16;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ulong _id;
    private readonly ulong _parentId;
    private readonly int _start;
    private int _position;

    /// <param name="bytes">The bytes of the span, which other bytes may follow.</param>
    public PackedSpan(ReadOnlySpan<byte> bytes)
    {
        var length = (int)Varint.Read(bytes, ref _position);
        _bytes = bytes[..(_position + length)];
        _start = _position;
        Flags = MemoryMarshal.Read<ushort>(_bytes[_position..]);
        _position += sizeof(ushort);
        _id = (Flags & IdIsTraceId) != 0 ? 0 : (ulong)ReadFixed64();
        _parentId = (Flags & HasParent) == 0 || (Flags & ParentIsTraceId) != 0 ? 0 : (ulong)ReadFixed64();
        TraceIdHigh = (Flags & HasHigh) == 0 ? 0 : (ulong)ReadFixed64();
        Timestamp = (Flags & HasTimestamp) == 0 ? 0 : ReadFixed64();
        Duration = (long)Varint.Read(_bytes, ref _position);
    }

    public readonly int Length => _bytes.Length;

    /// <summary>Gets the bytes from the flags to the duration, as long as nothing behind them has been read.</summary>
    public readonly ReadOnlySpan<byte> Header => _bytes[_start.._position];

    public readonly int Flags { get; }

    public readonly bool IsRoot => (Flags & HasParent) == 0;

    public ulong TraceIdHigh { get; }

    public long Timestamp { get; }

    public long Duration { get; }

    /// <summary>
    /// Reads a string: returns its number in the table, or 0 and the bytes of an inline string, which are empty for none.
    /// </summary>
    public int ReadString(out ReadOnlySpan<byte> utf8)
    {
        utf8 = default;
        var token = ReadVarint();
        if ((token & 1) == 0)
        {
            return token >> 1;
        }

        utf8 = ReadBytes(token >> 1);
        return 0;
    }

    /// <summary>Reads the value of an inline tag: its UTF-8, or the bytes of a UUID.</summary>
    public ReadOnlySpan<byte> ReadValue(out bool isUuid)
    {
        var token = ReadVarint();
        isUuid = token == UuidToken;
        return ReadBytes(isUuid ? UuidBytes : token >> 1);
    }

    public int ReadVarint() => (int)Varint.Read(_bytes, ref _position);

    public long ReadFixed64() => MemoryMarshal.Read<long>(ReadBytes(sizeof(long)));

    public ReadOnlySpan<byte> ReadBytes(int length)
    {
        var bytes = _bytes.Slice(_position, length);
        _position += length;
        return bytes;
    }

    /// <summary>Reads the number of annotations.</summary>
    public int ReadAnnotationCount() => (Flags & HasAnnotations) == 0 ? 0 : ReadVarint();

    /// <summary>Skips the part of an endpoint behind the service.</summary>
    public void SkipAddress()
    {
        ReadString(out _);
        ReadString(out _);
        ReadVarint();
    }

    /// <summary>Creates the span object.</summary>
    public Span Unpack(ulong traceIdLow, StringTables tables)
    {
        var name = GetString(tables.SpanNames);
        var local = (Flags & HasLocal) == 0 ? null : Endpoint(tables);
        var remote = (Flags & HasRemote) == 0 ? null : Endpoint(tables);
        return new Span
        {
            TraceId = new(TraceIdHigh, traceIdLow),
            ParentId = (Flags & ParentIsTraceId) != 0 ? traceIdLow : _parentId,
            Id = (Flags & IdIsTraceId) != 0 ? traceIdLow : _id,
            Kind = (SpanKind)(Flags & KindMask),
            Name = name,
            Timestamp = Timestamp,
            Duration = Duration,
            Local = local,
            Remote = remote,
            Annotations = Annotations(tables),
            Tags = Tags(tables),
            Debug = (Flags & Debug) != 0,
            Shared = (Flags & Shared) != 0,
        };
    }

    /// <summary>Reads the names that the span is listed by.</summary>
    public (string? Service, string? Name, string? RemoteService) ReadNames(StringTables tables)
    {
        var name = GetString(tables.SpanNames);
        return (Service(HasLocal, tables), name, Service(HasRemote, tables));
    }

    private string? Service(int flag, StringTables tables)
    {
        if ((Flags & flag) == 0)
        {
            return null;
        }

        var service = GetString(tables.Services);
        SkipAddress();
        return service;
    }

    private SpanEndpoint Endpoint(StringTables tables) =>
        new(GetString(tables.Services), GetString(tables.Addresses), GetString(tables.Addresses), ReadVarint());

    private Annotation[] Annotations(StringTables tables)
    {
        var count = ReadAnnotationCount();
        var annotations = count == 0 ? [] : new Annotation[count];
        for (var i = 0; i < annotations.Length; i++)
        {
            annotations[i] = new(ReadFixed64(), GetString(tables.Annotations)!);
        }

        return annotations;
    }

    private KeyValuePair<string, string>[] Tags(StringTables tables)
    {
        var tags = new KeyValuePair<string, string>[ReadVarint()];
        for (var i = 0; i < tags.Length; i++)
        {
            var token = ReadVarint();
            if ((token & 1) == 0)
            {
                var known = tables.Tags[token >> 1];
                tags[i] = new(known.Key.Text, known.Value);
                continue;
            }

            var key = token == 1 ? GetString(null)! : tables.Tags.KeyOf(token >> 1).Text;
            var value = ReadValue(out var isUuid);
            tags[i] = new(key, isUuid ? new Guid(value).ToString() : Encoding.UTF8.GetString(value));
        }

        return tags;
    }

    private string? GetString(StringTable? table)
    {
        var isNone = _bytes[_position] == 0;
        var number = ReadString(out var utf8);
        return isNone ? null : number > 0 ? table![number] : Encoding.UTF8.GetString(utf8);
    }
}
