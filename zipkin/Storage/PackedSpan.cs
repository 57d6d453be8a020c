using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// Reads a packed span in place. Numbers are varints (7 bits per byte, low bits first) unless a size in bytes is given:
/// <code>
/// total length 4, id 8, parentId 8, high half of the trace id 8, timestamp 8, duration 8, flags 1
/// name, local endpoint, remote endpoint     strings; endpoint: service, ipv4, ipv6, port; present when its flag is set
/// count, (timestamp 8, string) ...          annotations
/// count, tag ...                            tags
/// string  0: none; even: number in the string table * 2; odd: length * 2 + 1, then UTF-8
/// tag     even: number in the tag table * 2; odd: number of the key * 2 + 1 (or 1, then the key as a string), then the value as a string
/// </code>
/// </summary>
internal ref struct PackedSpan
{
    public const int LengthSize = 4;
    public const int HeaderSize = LengthSize + (5 * 8) + 1;

    public const int KindMask = 7;
    public const int Debug = 8;
    public const int Shared = 16;
    public const int HasLocal = 32;
    public const int HasRemote = 64;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _position = HeaderSize;

    /// <param name="bytes">The bytes of the span, which other bytes may follow.</param>
    public PackedSpan(ReadOnlySpan<byte> bytes) => _bytes = bytes[..BinaryPrimitives.ReadInt32LittleEndian(bytes)];

    public readonly int Length => _bytes.Length;

    public readonly ulong Id => (ulong)Number(0);

    public readonly ulong ParentId => (ulong)Number(1);

    public readonly ulong TraceIdHigh => (ulong)Number(2);

    public readonly long Timestamp => Number(3);

    public readonly long Duration => Number(4);

    public readonly int Flags => _bytes[HeaderSize - 1];

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

        utf8 = _bytes.Slice(_position, token >> 1);
        _position += token >> 1;
        return 0;
    }

    public int ReadVarint()
    {
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = _bytes[_position++];
            value |= (next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    public long ReadFixed64()
    {
        var number = MemoryMarshal.Read<long>(_bytes[_position..]);
        _position += 8;
        return number;
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
            ParentId = ParentId,
            Id = Id,
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
        var service = (Flags & HasLocal) == 0 ? null : Endpoint(tables).ServiceName;
        return (service, name, (Flags & HasRemote) == 0 ? null : Endpoint(tables).ServiceName);
    }

    private SpanEndpoint Endpoint(StringTables tables) =>
        new(GetString(tables.Services), GetString(tables.Addresses), GetString(tables.Addresses), ReadVarint());

    private Annotation[] Annotations(StringTables tables)
    {
        var annotations = new Annotation[ReadVarint()];
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
            tags[i] = new(key, GetString(null)!);
        }

        return tags;
    }

    private string? GetString(StringTable? table)
    {
        var isNone = _bytes[_position] == 0;
        var number = ReadString(out var utf8);
        return isNone ? null : number > 0 ? table![number] : Encoding.UTF8.GetString(utf8);
    }

    private readonly long Number(int index) => MemoryMarshal.Read<long>(_bytes[(LengthSize + (8 * index))..]);
}
