using static ZipkinMesh.Tests.Support.Http2Frame;

namespace ZipkinMesh.Fuzz.Differential.Requests;

/// <summary>Lists the forms of frames and of compressed headers in HTTP/2.</summary>
internal static class Http2FrameOddities
{
    private const int Stream = OddHttp2Request.Stream;
    private const int HasPriority = 0x20;
    private const byte PushPromise = 5;
    private const byte Unknown = 0x77;

    public static IEnumerable<Http2Oddity> All =>
    [
        Frames("no-end-after-trailers", request => [.. Post(request), .. Create(DataType, 0, Stream, [1, 2, 3]), .. Headers(Stream, ends: false, ("x-t", "1"))]),
        Frames("data-after-end", request => [.. request.Head(ends: true), .. Data(Stream, ends: true, "abc")]),
        Frames("two-header-blocks", request => [.. request.Head(ends: false), .. request.Head(ends: true)]),
        Frames("headers-padded-too-long", request => Create(HeadersType, EndStream | EndHeaders | Padded, Stream, [255, .. request.Block()])),
        Frames("headers-padded", request => Create(HeadersType, EndStream | EndHeaders | Padded, Stream, [2, .. request.Block(), 0, 0])),
        Frames("headers-padded-not-zero", request => Create(HeadersType, EndStream | EndHeaders | Padded, Stream, [2, .. request.Block(), 1, 2])),
        Frames("data-padded-too-long", request => [.. Post(request), .. Create(DataType, EndStream | Padded, Stream, [255, 1, 2, 3])]),
        Frames("data-padded", request => [.. Post(request), .. Create(DataType, EndStream | Padded, Stream, [2, 1, 2, 3, 0, 0])]),
        Frames("data-empty", request => [.. Post(request), .. Create(DataType, 0, Stream, []), .. Create(DataType, EndStream, Stream, [])]),
        Frames("headers-on-stream-0", request => Create(HeadersType, EndStream | EndHeaders, 0, request.Block())),
        Frames("headers-on-stream-2", request => Create(HeadersType, EndStream | EndHeaders, 2, request.Block())),
        Frames("data-before-headers", _ => Data(Stream, ends: true, "abc")),
        Frames("depends-on-itself", request => Create(HeadersType, EndStream | EndHeaders | HasPriority, Stream, [.. Number(Stream), 16, .. request.Block()])),
        Frames("index-too-large", _ => Create(HeadersType, EndStream | EndHeaders, Stream, [0xff, 0xff, 0xff, 0xff, 0x7f])),
        Frames("index-0", request => Create(HeadersType, EndStream | EndHeaders, Stream, [.. request.Block(), 0x80])),
        Frames("header-cut", request => Create(HeadersType, EndStream | EndHeaders, Stream, [.. request.Block(), 0, 5, (byte)'a', (byte)'b'])),
        Frames("bad-huffman", request => Create(HeadersType, EndStream | EndHeaders, Stream, [.. request.Block(), 0, 1, (byte)'a', 0x82, 0xff, 0xff])),
        Frames("table-too-large", request => Create(HeadersType, EndStream | EndHeaders, Stream, [0x3f, 0xe1, 0xff, 0x03, .. request.Block()])),
        Frames("table-size-late", request => Create(HeadersType, EndStream | EndHeaders, Stream, [.. request.Block(), 0x20])),
        Frames("continuation-of-other-stream", request => [.. Create(HeadersType, EndStream, Stream, request.Block()), .. Create(Continuation, EndHeaders, 3, [])]),
        Frames("continuation-without-headers", request => Create(Continuation, EndHeaders, Stream, request.Block())),
        Frames("continuation-after-end", request => [.. request.Head(ends: true), .. Create(Continuation, EndHeaders, Stream, Literal("x-a", "1"))]),
        Frames("data-within-headers", request => [.. Create(HeadersType, EndStream, Stream, request.Block()), .. Create(DataType, 0, Stream, [])]),
        Frames("settings-within-headers", request => [.. Create(HeadersType, EndStream, Stream, request.Block()), .. Create(Settings, 0, 0, []), .. Create(Continuation, EndHeaders, Stream, [])]),
        Frames("continuation", request => [.. Create(HeadersType, EndStream, Stream, request.Block()[..20]), .. Create(Continuation, EndHeaders, Stream, request.Block()[20..])]),
        Frames("large-headers", request =>
        [
            .. Create(HeadersType, EndStream, Stream, request.Block()),
            .. Enumerable.Range(0, 4).SelectMany(i => Create(Continuation, 0, Stream, Literal($"x-{i}", new string('a', 15_000)))),
            .. Create(Continuation, EndHeaders, Stream, Literal("x-4", new string('a', 15_000))),
        ]),
        Frames("push-promise", request => [.. Create(PushPromise, EndHeaders, Stream, [.. Number(2), .. request.Block()]), .. request.Head(ends: true)]),
        Frames("priority-of-itself", request => [.. Create(Priority, 0, Stream, [.. Number(Stream), 16]), .. request.Head(ends: true)]),
        Frames("unknown", request => [.. Create(Unknown, 0, Stream, [1, 2, 3]), .. request.Head(ends: true)]),
        Frames("reset", request => [.. Post(request), .. Reset(Stream, 8)]),
        Frames("window-0", request => [.. Post(request), .. Create(WindowUpdate, 0, Stream, Number(0)), .. Data(Stream, ends: true, "abc")]),
        Frames("settings-on-stream", request => [.. Create(Settings, 0, Stream, []), .. request.Head(ends: true)]),
        Frames("settings-cut", request => [.. Create(Settings, 0, 0, [0, 1, 0]), .. request.Head(ends: true)]),
        Frames("ping-cut", request => [.. Create(Ping, 0, 0, [1, 2, 3]), .. request.Head(ends: true)]),
        Frames("too-large", request => [.. Post(request), .. Create(DataType, EndStream, Stream, new byte[16_385])]),
    ];

    private static Http2Oddity Frames(string name, Func<OddHttp2Request, byte[]> frames) => new($"http2-frame/{name}", request => request.Frames = () => frames(request));

    private static byte[] Post(OddHttp2Request request)
    {
        request.Set(":method", "POST");
        return request.Head(ends: false);
    }
}
