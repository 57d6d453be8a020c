using System.Buffers.Binary;
using System.Globalization;
using ZipkinMesh.Fuzz.Differential.Requests;
using static ZipkinMesh.Tests.Support.Http2Frame;

namespace ZipkinMesh.Fuzz.Differential.Clients;

/// <summary>Sends a case with HTTP/2, on the connection's first stream.</summary>
internal sealed class Http2Client(RequestCase request, string target) : CaseClient(request, Correct(request, target))
{
    private const int CorrectStream = 3;

    // The statuses that HPACK has an index for (RFC 7541, A). Others are written as literals, which aren't read here.
    private static readonly string[] IndexedStatuses = ["200", "204", "206", "304", "400", "404", "500"];
    private const int FirstIndexedStatus = 0x88;

    private readonly List<byte> _unread = [];
    private readonly HashSet<int> _open = [OddHttp2Request.Stream, CorrectStream];

    private string _answer = "none";

    public override string Answer => _answer;

    protected override bool IsComplete(ReadOnlySpan<byte> received)
    {
        _unread.AddRange(received);
        while (_unread.Count >= HeaderLength)
        {
            var bytes = _unread.ToArray().AsSpan();
            var length = HeaderLength + (BinaryPrimitives.ReadInt32BigEndian(bytes) >>> 8);
            if (bytes.Length < length)
            {
                break;
            }

            Take(bytes[3], bytes[4], BinaryPrimitives.ReadInt32BigEndian(bytes[5..]), bytes[HeaderLength..length]);
            _unread.RemoveRange(0, length);
        }

        return _open.Count == 0;
    }

    private void Take(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        if (type == GoAwayType)
        {
            _answer = $"{_answer}, connection error {payload[7]}";
        }

        if (stream == OddHttp2Request.Stream && type == HeadersType && _answer == "none")
        {
            var index = payload[0] - FirstIndexedStatus;
            _answer = index >= 0 && index < IndexedStatuses.Length ? IndexedStatuses[index] : "a response";
        }

        if (stream == OddHttp2Request.Stream && type == ResetType)
        {
            _answer = $"{_answer}, stream error {payload[3]}";
        }

        if (type == ResetType || (type is DataType or HeadersType && (flags & EndStream) != 0))
        {
            _open.Remove(stream);
        }
    }

    private static byte[] Correct(RequestCase request, string target) => Headers(
        CorrectStream,
        ends: true,
        (":method", "GET"),
        (":scheme", "http"),
        (":authority", "probe.test"),
        (":path", target),
        (OddRequest.CaseHeader, request.Number.ToString(CultureInfo.InvariantCulture)));
}
