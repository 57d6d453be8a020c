using System.Buffers.Binary;
using System.Text;

namespace ZipkinMesh.Tests.Support;

/// <summary>Writes frames of HTTP/2 (RFC 9113, 6). Headers are written as literals, without compression.</summary>
internal static class Http2Frame
{
    public const int HeaderLength = 9;
    public const byte DataType = 0;
    public const byte HeadersType = 1;
    public const byte Priority = 2;
    public const byte ResetType = 3;
    public const byte Settings = 4;
    public const byte Ping = 6;
    public const byte GoAwayType = 7;
    public const byte WindowUpdate = 8;
    public const byte Continuation = 9;

    public const byte EndStream = 1;
    public const byte EndHeaders = 4;
    public const byte Padded = 8;

    public static byte[] Create(byte type, int flags, int stream, byte[] payload)
    {
        var frame = new byte[HeaderLength + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        (frame[3], frame[4]) = (type, (byte)flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, HeaderLength);
        return frame;
    }

    public static byte[] Headers(int stream, bool ends, params (string Name, string Value)[] headers) =>
        Create(HeadersType, EndHeaders | (ends ? EndStream : 0), stream, [.. headers.SelectMany(header => Literal(header.Name, header.Value))]);

    public static byte[] Data(int stream, bool ends, string data) => Create(DataType, ends ? EndStream : 0, stream, Encoding.Latin1.GetBytes(data));

    public static byte[] Reset(int stream, int code) => Create(ResetType, 0, stream, Number(code));

    public static byte[] GoAway(int lastStream, int code) => Create(GoAwayType, 0, 0, [.. Number(lastStream), .. Number(code)]);

    /// <summary>Returns frames as text, one character for each byte.</summary>
    public static string Text(params byte[][] frames) => Encoding.Latin1.GetString([.. frames.SelectMany(frame => frame)]);

    /// <summary>Returns a header as a literal, which isn't compressed or indexed (RFC 7541, 6.2.2).</summary>
    public static byte[] Literal(string name, string value) => [0, .. String(name), .. String(value)];

    /// <summary>Returns a string with its length (RFC 7541, 5).</summary>
    public static byte[] String(string text)
    {
        const int Short = 127;
        if (text.Length < Short)
        {
            return [(byte)text.Length, .. Encoding.Latin1.GetBytes(text)];
        }

        var length = new List<byte> { Short };
        var rest = text.Length - Short;
        for (; rest >= 128; rest >>= 7)
        {
            length.Add((byte)(rest | 128));
        }

        return [.. length, (byte)rest, .. Encoding.Latin1.GetBytes(text)];
    }

    /// <summary>Returns a number of 32 bits.</summary>
    public static byte[] Number(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}
