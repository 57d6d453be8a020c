using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// A span as it is stored, read where it lies. Numbers are varints (7 bits a byte, low ones first) unless a size in bytes is given:
/// <code>
/// length 4 bytes of all of it, id 8, parentId 8, upper half of the trace id 8, timestamp 8, duration 8, flags 1
/// name, local endpoint, remote endpoint     texts; endpoint: service, ipv4, ipv6, port; left out when the flags say so
/// count, (timestamp 8, text) ...            annotations
/// count, tag ...                            tags
/// text    0: none; even: number in the vocabulary * 2; odd: length * 2 + 1, then UTF-8
/// tag     even: number in the vocabulary * 2; odd: number of the key * 2 + 1 (or 1, and the key as a text), then the value as a text
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

    /// <param name="bytes">Begin with the span, and may go on after it.</param>
    public PackedSpan(ReadOnlySpan<byte> bytes) => _bytes = bytes[..BinaryPrimitives.ReadInt32LittleEndian(bytes)];

    public readonly int Length => _bytes.Length;

    public readonly ulong Id => (ulong)Number(0);

    public readonly ulong ParentId => (ulong)Number(1);

    public readonly ulong TraceIdHigh => (ulong)Number(2);

    public readonly long Timestamp => Number(3);

    public readonly long Duration => Number(4);

    public readonly int Flags => _bytes[HeaderSize - 1];

    /// <summary>The next text: its number, or its bytes; 0 and none for no text.</summary>
    public int NextText(out ReadOnlySpan<byte> utf8)
    {
        utf8 = default;
        var token = Varint();
        if ((token & 1) == 0)
        {
            return token >> 1;
        }

        utf8 = _bytes.Slice(_position, token >> 1);
        _position += token >> 1;
        return 0;
    }

    public int Varint()
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

    public long Fixed64()
    {
        var number = MemoryMarshal.Read<long>(_bytes[_position..]);
        _position += 8;
        return number;
    }

    public Span Unpack(ulong traceIdLow, Vocabulary vocabulary)
    {
        var name = Text(vocabulary.SpanNames);
        var local = (Flags & HasLocal) == 0 ? null : Endpoint(vocabulary);
        var remote = (Flags & HasRemote) == 0 ? null : Endpoint(vocabulary);
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
            Annotations = Annotations(vocabulary),
            Tags = Tags(vocabulary),
            Debug = (Flags & Debug) != 0,
            Shared = (Flags & Shared) != 0,
        };
    }

    private SpanEndpoint Endpoint(Vocabulary vocabulary) =>
        new(Text(vocabulary.Services), Text(vocabulary.Addresses), Text(vocabulary.Addresses), Varint());

    private Annotation[] Annotations(Vocabulary vocabulary)
    {
        var annotations = new Annotation[Varint()];
        for (var i = 0; i < annotations.Length; i++)
        {
            annotations[i] = new(Fixed64(), Text(vocabulary.Annotations)!);
        }

        return annotations;
    }

    private KeyValuePair<string, string>[] Tags(Vocabulary vocabulary)
    {
        var tags = new KeyValuePair<string, string>[Varint()];
        for (var i = 0; i < tags.Length; i++)
        {
            var token = Varint();
            if ((token & 1) == 0)
            {
                var known = vocabulary.Tags[token >> 1];
                tags[i] = new(known.Key.Text, known.Value);
                continue;
            }

            var key = token == 1 ? Text(null)! : vocabulary.Tags.KeyOf(token >> 1).Text;
            tags[i] = new(key, Text(null)!);
        }

        return tags;
    }

    private string? Text(TextTable? table)
    {
        var isNone = _bytes[_position] == 0;
        var number = NextText(out var utf8);
        return isNone ? null : number > 0 ? table![number] : Encoding.UTF8.GetString(utf8);
    }

    private readonly long Number(int index) => MemoryMarshal.Read<long>(_bytes[(LengthSize + (8 * index))..]);
}
