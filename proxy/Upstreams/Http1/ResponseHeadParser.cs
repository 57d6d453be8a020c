using System.Buffers;
using System.Text;

namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>
/// Parses the head of a response: the status line and the headers, up to the empty line. It accepts what Envoy accepts, except for
/// status codes that aren't three digits and for bare CRs.
/// </summary>
internal static class ResponseHeadParser
{
    /// <summary>The maximum length of a head in bytes; Envoy's default for upstreams.</summary>
    public const int MaxLength = 80 * 1024;

    /// <summary>The maximum number of headers; Envoy's default.</summary>
    public const int MaxHeaders = 100;

    private static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create("!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~"u8);

    // Control characters other than tab.
    private static readonly SearchValues<byte> InvalidInValues =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Where(b => b != '\t').Select(b => (byte)b), 0x7f]);

    /// <summary>Throws when the data can't be the start of a response.</summary>
    public static void CheckStart(ReadOnlySpan<byte> data)
    {
        var expected = "HTTP/"u8;
        var count = Math.Min(data.Length, expected.Length);
        if (!data[..count].SequenceEqual(expected[..count]))
        {
            throw new ResponseProtocolException("The response doesn't begin with HTTP/.");
        }
    }

    /// <summary>Finds the end of a head, or of trailers: the end of the first empty line.</summary>
    /// <param name="data">The data from the start of the head.</param>
    /// <param name="scanned">The part of the data that has been searched before; it is updated.</param>
    /// <returns>The length up to the end; -1 when more data is needed.</returns>
    public static int FindEnd(ReadOnlySpan<byte> data, ref int scanned)
    {
        while (true)
        {
            var lf = data[scanned..].IndexOf((byte)'\n');
            if (lf < 0)
            {
                scanned = data.Length;
                return -1;
            }

            scanned += lf;
            var rest = data[(scanned + 1)..];
            if (rest.Length > 0 && rest[0] == '\n')
            {
                return scanned + 2;
            }

            if (rest.Length > 1 && rest[0] == '\r' && rest[1] == '\n')
            {
                return scanned + 3;
            }

            if (rest.Length == 0 || (rest.Length == 1 && rest[0] == '\r'))
            {
                return -1;
            }

            scanned++;
        }
    }

    /// <summary>Parses a complete head.</summary>
    /// <exception cref="ResponseProtocolException">The head isn't valid.</exception>
    public static void Parse(ReadOnlySpan<byte> data, ResponseHead head)
    {
        head.Clear();
        var version = ParseStatusLine(NextLine(ref data), head);
        var connection = ParseHeaders(data, head);
        head.IsPersistent = version == 11 ? (connection & ConnectionOptions.Close) == 0 : connection == ConnectionOptions.KeepAlive;
        ResponseFraming.Check(head);
    }

    /// <summary>Throws when lines of trailers aren't valid headers.</summary>
    public static void CheckTrailers(ReadOnlySpan<byte> data)
    {
        for (var line = NextLine(ref data); line.Length > 0; line = NextLine(ref data))
        {
            if (line[0] is not ((byte)' ' or (byte)'\t'))
            {
                SplitHeader(line, out _);
            }
        }
    }

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> data)
    {
        var lf = data.IndexOf((byte)'\n');
        var line = lf < 0 ? data : data[..lf];
        data = lf < 0 ? [] : data[(lf + 1)..];
        return line.Length > 0 && line[^1] == '\r' ? line[..^1] : line;
    }

    /// <returns>The version: 10 for HTTP/1.0, 11 for HTTP/1.1.</returns>
    private static int ParseStatusLine(ReadOnlySpan<byte> line, ResponseHead head)
    {
        CheckStart(line);
        if (line.Length < 12 || !IsDigit(line[5]) || line[6] != '.' || !IsDigit(line[7]) || !IsBlank(line[8]) || line.ContainsAny(InvalidInValues))
        {
            throw new ResponseProtocolException("The status line isn't valid.");
        }

        var rest = line[8..].TrimStart(" \t"u8);
        if (rest.Length < 3 || rest[0] is < (byte)'1' or > (byte)'9' || !IsDigit(rest[1]) || !IsDigit(rest[2]) || (rest.Length > 3 && !IsBlank(rest[3])))
        {
            throw new ResponseProtocolException("The status isn't a number from 100 to 999.");
        }

        head.Status = ((rest[0] - '0') * 100) + ((rest[1] - '0') * 10) + (rest[2] - '0');
        return ((line[5] - '0') * 10) + (line[7] - '0');
    }

    private static ConnectionOptions ParseHeaders(ReadOnlySpan<byte> data, ResponseHead head)
    {
        var connection = ConnectionOptions.None;
        var count = 0;
        var canContinue = false;
        for (var line = NextLine(ref data); line.Length > 0; line = NextLine(ref data))
        {
            if (IsBlank(line[0]))
            {
                Continue(line, head, canContinue);
                continue;
            }

            if (++count > MaxHeaders)
            {
                throw new ResponseProtocolException($"The response has more than {MaxHeaders} headers.");
            }

            var name = SplitHeader(line, out var value);
            var header = ResponseHeaderNames.Find(name);
            canContinue = false;
            switch (header?.Kind)
            {
                case ResponseHeaderKind.ContentLength:
                    ResponseFraming.ParseContentLength(value, head);
                    break;
                case ResponseHeaderKind.TransferEncoding:
                    ResponseFraming.ParseTransferEncoding(value, head);
                    break;
                default:
                    if (header?.Kind == ResponseHeaderKind.Connection)
                    {
                        connection |= ParseConnection(value);
                    }

                    head.Add(header?.Name ?? Encoding.Latin1.GetString(name), Encoding.Latin1.GetString(value));
                    canContinue = true;
                    break;
            }
        }

        return connection;
    }

    private static void Continue(ReadOnlySpan<byte> line, ResponseHead head, bool canContinue)
    {
        if (!canContinue || line.ContainsAny(InvalidInValues))
        {
            throw new ResponseProtocolException("A continuation line isn't valid.");
        }

        head.Continue(Encoding.Latin1.GetString(line.Trim(" \t"u8)));
    }

    private static ReadOnlySpan<byte> SplitHeader(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> value)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || line[..colon].ContainsAnyExcept(TokenBytes))
        {
            throw new ResponseProtocolException("The name of a header isn't valid.");
        }

        value = line[(colon + 1)..].Trim(" \t"u8);
        if (value.ContainsAny(InvalidInValues))
        {
            throw new ResponseProtocolException("The value of a header has a control character.");
        }

        return line[..colon];
    }

    private static ConnectionOptions ParseConnection(ReadOnlySpan<byte> value)
    {
        var options = ConnectionOptions.None;
        foreach (var range in value.Split((byte)','))
        {
            var option = value[range].Trim(" \t"u8);
            options |= Ascii.EqualsIgnoreCase(option, "close"u8) ? ConnectionOptions.Close
                : Ascii.EqualsIgnoreCase(option, "keep-alive"u8) ? ConnectionOptions.KeepAlive
                : ConnectionOptions.None;
        }

        return options;
    }

    private static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';

    private static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t';

    [Flags]
    private enum ConnectionOptions
    {
        None = 0,
        Close = 1,
        KeepAlive = 2,
    }
}
