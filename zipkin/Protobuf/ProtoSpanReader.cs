using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text.Unicode;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Protobuf;

/// <summary>
/// Reads <c>ListOfSpans</c> of <c>zipkin.proto</c>. The first mistake refuses the whole list, unknown fields are passed over.
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

    // One more than the longest id: enough to be refused, whatever was sent.
    private const int MostIdBytes = 17;

    /// <exception cref="RefusedException"/>
    public static List<Span> Read(ReadOnlySpan<byte> message)
    {
        var list = new ProtoCursor(message);
        var spans = new List<Span>();
        var draft = new SpanDraft();
        try
        {
            while (list.NextField(out var key))
            {
                if (key == ((1 << 3) | Shape.Bytes))
                {
                    spans.Add(ReadSpan(list.Bytes(), draft));
                }
                else
                {
                    list.Skip(key);
                }
            }
        }
        catch (RefusedException mistake)
        {
            throw new RefusedException(mistake.Message + Suffix);
        }

        return spans;
    }

    private static Span ReadSpan(ReadOnlySpan<byte> message, SpanDraft draft)
    {
        var cursor = new ProtoCursor(message);
        draft.Clear();
        while (cursor.NextField(out var key))
        {
            switch (key)
            {
                case (1 << 3) | Shape.Bytes: draft.TraceId = TraceId(cursor.Bytes()); break;
                case (2 << 3) | Shape.Bytes: draft.ParentId = ParentId(cursor.Bytes()); break;
                case (3 << 3) | Shape.Bytes: draft.Id = SpanId(cursor.Bytes()); break;
                case (4 << 3) | Shape.Varint: draft.Kind = Kind(cursor.Varint()); break;
                case (5 << 3) | Shape.Bytes: draft.Name = cursor.Text(); break;
                case (6 << 3) | Shape.Fixed64: draft.Timestamp = cursor.Fixed64(); break;
                case (7 << 3) | Shape.Varint: draft.Duration = (long)cursor.Varint(); break;
                case (8 << 3) | Shape.Bytes: draft.Local = ReadEndpoint(cursor.Bytes()); break;
                case (9 << 3) | Shape.Bytes: draft.Remote = ReadEndpoint(cursor.Bytes()); break;
                case (10 << 3) | Shape.Bytes: ReadAnnotation(cursor.Bytes(), draft); break;
                case (11 << 3) | Shape.Bytes: ReadTag(cursor.Bytes(), draft); break;
                case (12 << 3) | Shape.Varint: draft.Debug = cursor.Flag(); break;
                case (13 << 3) | Shape.Varint: draft.Shared = cursor.Flag(); break;
                default: cursor.Skip(key); break;
            }
        }

        return draft.Build();
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
                case (1 << 3) | Shape.Bytes: service = SpanDraft.Lower(cursor.Text()); break;
                case (2 << 3) | Shape.Bytes or (3 << 3) | Shape.Bytes:
                    var ip = Ip(cursor.Bytes());
                    (ipv4, ipv6) = (ip.Ipv4 ?? ipv4, ip.Ipv6 ?? ipv6);
                    break;
                case (4 << 3) | Shape.Varint: port = (long)cursor.Varint(); break;
                default: cursor.Skip(key); break;
            }
        }

        return SpanDraft.Endpoint(service, ipv4, ipv6, port);
    }

    // Without its time or text it is dropped: in this format a field that is not there may also be one that is empty.
    private static void ReadAnnotation(ReadOnlySpan<byte> message, SpanDraft draft)
    {
        var cursor = new ProtoCursor(message);
        var timestamp = 0L;
        string? value = null;
        while (cursor.NextField(out var key))
        {
            switch (key)
            {
                case (1 << 3) | Shape.Fixed64: timestamp = cursor.Fixed64(); break;
                case (2 << 3) | Shape.Bytes: value = cursor.Text(); break;
                default: cursor.Skip(key); break;
            }
        }

        if (timestamp != 0 && value is not null)
        {
            draft.Annotations.Add(new(timestamp, value));
        }
    }

    private static void ReadTag(ReadOnlySpan<byte> message, SpanDraft draft)
    {
        var cursor = new ProtoCursor(message);
        string? name = null;
        var value = "";
        while (cursor.NextField(out var key))
        {
            switch (key)
            {
                case (1 << 3) | Shape.Bytes: name = cursor.Text(); break;
                case (2 << 3) | Shape.Bytes: value = cursor.Text(); break;
                default: cursor.Skip(key); break;
            }
        }

        if (name is not null)
        {
            draft.AddTag(name, value);
        }
    }

    // A kind that later versions may add is none.
    private static SpanKind Kind(ulong number) => number switch
    {
        1 => SpanKind.Client,
        2 => SpanKind.Server,
        3 => SpanKind.Producer,
        4 => SpanKind.Consumer,
        _ => SpanKind.None,
    };

    // What has not the length of an id, or is zero, is read as text, to be told what is wrong with it.
    private static TraceId TraceId(ReadOnlySpan<byte> id) => id.Length switch
    {
        8 when Number(id) != 0 => new(0, Number(id)),
        16 when id.ContainsAnyExcept((byte)0) => new(Number(id), Number(id[8..])),
        _ => HexId.TraceId(Hex(id)),
    };

    private static ulong SpanId(ReadOnlySpan<byte> id) => id.Length == 8 && Number(id) != 0 ? Number(id) : HexId.SpanId(Hex(id));

    private static ulong ParentId(ReadOnlySpan<byte> id) => id.Length == 8 ? Number(id) : HexId.ParentId(Hex(id));

    private static ulong Number(ReadOnlySpan<byte> id) => BinaryPrimitives.ReadUInt64BigEndian(id);

    private static string Hex(ReadOnlySpan<byte> id) => Convert.ToHexStringLower(id[..Math.Min(id.Length, MostIdBytes)]);

    // Of any other length it is no address, and dropped.
    private static (string? Ipv4, string? Ipv6) Ip(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        4 => (Ipv4(bytes), null),
        16 => IpLiteral.Read(new IPAddress(bytes).ToString()),
        _ => default,
    };

    private static string Ipv4(ReadOnlySpan<byte> bytes)
    {
        Span<byte> text = stackalloc byte[15];
        Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"{bytes[0]}.{bytes[1]}.{bytes[2]}.{bytes[3]}", out var length);
        return TextPool.Shared.Read(text[..length]);
    }

    /// <summary>How a value is written.</summary>
    private static class Shape
    {
        public const int Varint = 0;
        public const int Fixed64 = 1;
        public const int Bytes = 2;
    }
}
