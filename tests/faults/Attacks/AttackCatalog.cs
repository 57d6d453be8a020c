using static ZipkinMesh.Tests.Support.Http2Frame;

namespace ZipkinMesh.Faults.Attacks;

/// <summary>Lists the attacks on HTTP/2.</summary>
internal static class AttackCatalog
{
    private const byte InitialWindowSize = 4;
    private const int Streams = 100;
    private const int Batch = 100;

    // 4,000 bytes in the dynamic table, then references to them.
    private static readonly byte[] IndexedHeader = [0x40, .. String("x-bomb"), .. String(new string('a', 4000))];
    private const byte FirstDynamicIndex = 0x80 | 62;

    /// <summary>Gets the attacks.</summary>
    public static IReadOnlyList<Attack> All { get; } =
    [
        new("rapid-reset", "resets each request at once", round => Many(round, stream =>
            [.. Create(HeadersType, EndStream | EndHeaders, stream, HeadersOf()), .. Create(ResetType, 0, stream, Number(8))])),
        new("made-you-reset", "makes the proxy reset each request", round => Many(round, stream =>
            [.. Create(HeadersType, EndStream | EndHeaders, stream, HeadersOf()), .. Create(WindowUpdate, 0, stream, Number(0))])),
        new("continuations", "never ends the headers", round =>
            round == 0 ? Create(HeadersType, EndStream, 1, HeadersOf()) : Repeat(_ => Create(Continuation, 0, 1, Literal("x-a", new string('a', 100))))),
        new("empty-continuations", "never ends the headers, with empty frames", round =>
            round == 0 ? Create(HeadersType, EndStream, 1, HeadersOf()) : Repeat(_ => Create(Continuation, 0, 1, []))),
        new("settings", "sends settings", _ => Repeat(_ => Create(Settings, 0, 0, []))),
        new("pings", "sends pings", _ => Repeat(_ => Create(Ping, 0, 0, new byte[8]))),
        new("unread-pings", "sends pings, and doesn't read the answers", _ => Repeat(_ => Create(Ping, 0, 0, new byte[8]))) { Reads = false },
        new("priorities", "sends priorities", _ => Repeat(i => Create(Priority, 0, (2 * i) + 1, [0, 0, 0, 0, 16]))),
        new("windows", "sends window updates", _ => Repeat(_ => Create(WindowUpdate, 0, 0, Number(1)))),
        new("empty-data", "sends empty frames of a body", round =>
            round == 0 ? Create(HeadersType, EndHeaders, 1, HeadersOf("POST")) : Repeat(_ => Create(DataType, 0, 1, []))),
        new("padding", "sends frames of padding", round =>
            round == 0 ? Create(HeadersType, EndHeaders, 1, HeadersOf("POST")) : Repeat(_ => Create(DataType, Padded, 1, [255, .. new byte[255]]))),
        new("hpack-bomb", "refers to a large header 12,000 times", round => Many(round, stream =>
            Create(HeadersType, EndStream | EndHeaders, stream, [.. IndexedHeader, .. HeadersOf(), .. Enumerable.Repeat(FirstDynamicIndex, 12_000)]), count: 1)),
        new("table-resizes", "resizes the table of headers in each request", round => Many(round, stream =>
            Create(HeadersType, EndStream | EndHeaders, stream, [0x20, 0x3f, 0xe1, 0x1f, .. HeadersOf()]), count: 10)),
        new("trailers", "sends trailers that are too large", round => Many(round, stream =>
            [.. Create(HeadersType, EndHeaders, stream, HeadersOf("POST")), .. LargeTrailers(stream)], count: 1)),
        new("half-open", "opens 100 requests on each of 10 connections, and ends none", round => round == 0 ? Open("POST", "/", ends: false) : null) { Connections = 10 },
        new("closed-windows", "asks for 100 responses of 32 MB, and opens no window", round => round == 0 ? Open("GET", "/large", ends: true) : null)
        {
            Settings = [0, InitialWindowSize, .. Number(0)],
        },
        new("unread", "asks for 100 responses of 32 MB, and doesn't read", round => round == 0 ? Open("GET", "/large", ends: true) : null)
        {
            Settings = [0, InitialWindowSize, .. Number(int.MaxValue)],
            Reads = false,
        },
    ];

    private static byte[] Repeat(Func<int, byte[]> frame) => [.. Enumerable.Range(0, Batch).SelectMany(frame)];

    // Streams have odd numbers, which no connection uses twice.
    private static byte[] Many(int round, Func<int, byte[]> frames, int count = Batch) =>
        [.. Enumerable.Range(round * count, count).SelectMany(i => frames((2 * i) + 1))];

    private static byte[] Open(string method, string path, bool ends)
    {
        byte[] window = ends ? Create(WindowUpdate, 0, 0, Number(int.MaxValue - 65_535)) : [];
        return [.. window, .. Many(0, stream => Create(HeadersType, EndHeaders | (ends ? EndStream : 0), stream, HeadersOf(method, path)), Streams)];
    }

    private static byte[] HeadersOf(string method = "GET", string path = "/") =>
        [.. Literal(":method", method), .. Literal(":scheme", "http"), .. Literal(":authority", "mesh.test"), .. Literal(":path", path)];

    private static byte[] LargeTrailers(int stream)
    {
        var part = Literal("x-a", new string('a', 15_000));
        return
        [
            .. Create(HeadersType, EndStream, stream, part),
            .. Enumerable.Range(0, 4).SelectMany(_ => Create(Continuation, 0, stream, part)),
            .. Create(Continuation, EndHeaders, stream, part),
        ];
    }
}
