using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text.Unicode;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.Protobuf;

/// <summary>
/// Reads <c>ListOfSpans</c> of <c>zipkin.proto</c>. The first error rejects the whole list; unknown fields are skipped.
/// <code>
/// list        1 span
/// span        1 trace_id bytes, 2 parent_id bytes, 3 id bytes, 4 kind, 5 name, 6 timestamp fixed64, 7 duration, 8 local_endpoint,
///             9 remote_endpoint, 10 annotation, 11 tag, 12 debug, 13 shared
/// endpoint    1 service_name, 2 ipv4 bytes, 3 ipv6 bytes, 4 port
/// annotation  1 timestamp fixed64, 2 value
/// tag         1 key, 2 value
/// </code>
/// </summary>
internal static class ProtoSpanReader
{
    private const string Suffix = " reading List<Span> from proto3";

    // One more than the longest id: an id that is cut to this length is still rejected.
    private const int MaxIdBytes = 17;

    /// <exception cref="InvalidSpanException"/>
    public static List<Span> Read(ReadOnlySpan<byte> message)
    {
        var list = new ProtoCursor(message);
        var spans = new List<Span>();
        var builder = new SpanBuilder(new DecodeBudget());
        try
        {
            while (list.NextField((1 << 3) | WireType.Bytes))
            {
                spans.Add(ReadSpan(list.Bytes(), builder));
            }
        }
        catch (InvalidSpanException invalid)
        {
            throw new InvalidSpanException(invalid.Message + Suffix);
        }

        return spans;
    }

    private static Span ReadSpan(ReadOnlySpan<byte> message, SpanBuilder builder)
    {
        var cursor = new ProtoCursor(message);
        builder.Clear();
        while (cursor.NextField(out var key))
        {
            switch (key)
            {
                case (1 << 3) | WireType.Bytes: builder.TraceId = TraceId(cursor.Bytes()); break;
                case (2 << 3) | WireType.Bytes: builder.ParentId = ParentId(cursor.Bytes()); break;
                case (3 << 3) | WireType.Bytes: builder.Id = SpanId(cursor.Bytes()); break;
                case (4 << 3) | WireType.Varint: builder.Kind = Kind(cursor.Varint()); break;
                case (5 << 3) | WireType.Bytes: builder.Name = cursor.Text(); break;
                case (6 << 3) | WireType.Fixed64: builder.Timestamp = cursor.Fixed64(); break;
                case (7 << 3) | WireType.Varint: builder.Duration = (long)cursor.Varint(); break;
                case (8 << 3) | WireType.Bytes: builder.Local = ReadEndpoint(cursor.Bytes()); break;
                case (9 << 3) | WireType.Bytes: builder.Remote = ReadEndpoint(cursor.Bytes()); break;
                case (10 << 3) | WireType.Bytes: ReadAnnotation(cursor.Bytes(), builder); break;
                case (11 << 3) | WireType.Bytes: ReadTag(cursor.Bytes(), builder); break;
                case (12 << 3) | WireType.Varint: builder.Debug = cursor.Boolean(); break;
                case (13 << 3) | WireType.Varint: builder.Shared = cursor.Boolean(); break;
                default: cursor.Skip(key); break;
            }
        }

        return builder.Build();
    }

    private static SpanEndpoint? ReadEndpoint(ReadOnlySpan<byte> message)
    {
        var cursor = new ProtoCursor(message);
        string? service = null, ipv4 = null, ipv6 = null;
        var port = 0L;
        while (cursor.NextField(out var key))
        {
            switch (key)
            {
                case (1 << 3) | WireType.Bytes: service = SpanBuilder.Lower(cursor.Text()); break;
                case (2 << 3) | WireType.Bytes or (3 << 3) | WireType.Bytes:
                    var ip = Ip(cursor.Bytes());
                    (ipv4, ipv6) = (ip.Ipv4 ?? ipv4, ip.Ipv6 ?? ipv6);
                    break;
                case (4 << 3) | WireType.Varint: port = (long)cursor.Varint(); break;
                default: cursor.Skip(key); break;
            }
        }

        return SpanBuilder.Endpoint(service, ipv4, ipv6, port);
    }

    // An annotation without timestamp or value is dropped: protobuf doesn't distinguish missing fields from empty ones.
    private static void ReadAnnotation(ReadOnlySpan<byte> message, SpanBuilder builder)
    {
        var cursor = new ProtoCursor(message);
        var timestamp = 0L;
        string? value = null;
        while (cursor.NextField(out var key))
        {
            switch (key)
            {
                case (1 << 3) | WireType.Fixed64: timestamp = cursor.Fixed64(); break;
                case (2 << 3) | WireType.Bytes: value = cursor.Text(); break;
                default: cursor.Skip(key); break;
            }
        }

        if (timestamp != 0 && value is not null)
        {
            builder.AddAnnotation(timestamp, value);
        }
    }

    private static void ReadTag(ReadOnlySpan<byte> message, SpanBuilder builder)
    {
        if (TagPool.Shared.GetTag(message) is { } tag)
        {
            builder.AddTag(tag.Key, tag.Value);
        }
    }

    // Kinds that are unknown, such as those of later versions, count as none.
    private static SpanKind Kind(ulong number) => number switch
    {
        1 => SpanKind.Client,
        2 => SpanKind.Server,
        3 => SpanKind.Producer,
        4 => SpanKind.Consumer,
        _ => SpanKind.None,
    };

    // Ids of unusual length, and zeros, are parsed as text, which produces the error messages.
    private static TraceId TraceId(ReadOnlySpan<byte> id) => id.Length switch
    {
        8 when Number(id) != 0 => new(0, Number(id)),
        16 when id.ContainsAnyExcept((byte)0) => new(Number(id), Number(id[8..])),
        _ => ZipkinId.ParseTraceId(Hex(id)),
    };

    private static ulong SpanId(ReadOnlySpan<byte> id) => id.Length == 8 && Number(id) != 0 ? Number(id) : ZipkinId.ParseSpanId(Hex(id));

    private static ulong ParentId(ReadOnlySpan<byte> id) => id.Length == 8 ? Number(id) : ZipkinId.ParseParentId(Hex(id));

    private static ulong Number(ReadOnlySpan<byte> id) => BinaryPrimitives.ReadUInt64BigEndian(id);

    private static string Hex(ReadOnlySpan<byte> id) => Convert.ToHexStringLower(id[..Math.Min(id.Length, MaxIdBytes)]);

    // Addresses of any other length are dropped.
    private static (string? Ipv4, string? Ipv6) Ip(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        4 => (Ipv4(bytes), null),
        16 => IpLiteral.Parse(new IPAddress(bytes).ToString()),
        _ => default,
    };

    private static string Ipv4(ReadOnlySpan<byte> bytes)
    {
        Span<byte> text = stackalloc byte[15];
        Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"{bytes[0]}.{bytes[1]}.{bytes[2]}.{bytes[3]}", out var length);
        return StringPool.Shared.GetString(text[..length]);
    }
}
