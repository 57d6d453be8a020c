using System.Diagnostics;

namespace ZipkinMesh.Tests.Exporter;

/// <summary>Spans with one property of interest each.</summary>
internal static class SpanCases
{
    private static readonly ActivityTraceId Trace = ActivityTraceId.CreateFromString("463ac35c9f6413ad48485a3953bb6124");
    private static readonly ActivitySpanId Caller = ActivitySpanId.CreateFromString("a2fb4a1d1a96d312");

    /// <summary>Gets the spans that both exporters write alike, by name.</summary>
    public static IReadOnlyDictionary<string, Action<ActivitySource>> Alike { get; } = new Dictionary<string, Action<ActivitySource>>
    {
        ["internal"] = source => Make(source, ActivityKind.Internal),
        ["server"] = source => Make(source, ActivityKind.Server),
        ["client"] = source => Make(source, ActivityKind.Client),
        ["producer"] = source => Make(source, ActivityKind.Producer),
        ["consumer"] = source => Make(source, ActivityKind.Consumer),
        ["display name"] = source => Make(source, ActivityKind.Server, span => span.DisplayName = "GET /orders/{id} \"\u00e9\u4e16\""),
        ["child"] = source =>
        {
            using var parent = source.StartActivity("parent");
            Make(source, ActivityKind.Client);
        },
        ["remote parent"] = source => Make(source, ActivityKind.Server, parent: new(Trace, Caller, ActivityTraceFlags.Recorded, "vendor=1", isRemote: true)),
        ["links"] = source => Make(source, ActivityKind.Consumer, span => span.AddLink(new(new(Trace, Caller, ActivityTraceFlags.Recorded)))),
        ["texts"] = Tagged(("text", "a \"b\" \\ \n\t \u00e9\u4e16"), ("empty", ""), ("null", null)),
        ["numbers"] = Tagged(("int", -1), ("long", long.MaxValue), ("short", (short)7), ("byte", (byte)255), ("uint", uint.MaxValue), ("ulong", ulong.MaxValue)),
        ["fractions"] = Tagged(("double", 1234.5), ("small", 1e-10), ("large", 1e20), ("float", 0.1f), ("decimal", 1.10m)),
        ["flags"] = Tagged(("yes", true), ("no", false)),
        ["lists"] = Tagged(
            ("texts", new[] { "a", "b" }), ("numbers", new[] { 1, 2 }), ("longs", new[] { long.MinValue }), ("fractions", new[] { 1.5, 2 }), ("flags", new[] { true, false }), ("none", Array.Empty<string>())),
        ["mixed list"] = Tagged(("mixed", new object?[] { "a", 1, true, null, 1.5 })),
        ["objects"] = Tagged(("url", new Uri("http://orders/1")), ("id", Guid.Empty), ("char", 'c'), ("kind", ActivityKind.Server)),
        ["status ok"] = source => Make(source, ActivityKind.Server, span => span.SetStatus(ActivityStatusCode.Ok)),
        ["status error"] = source => Make(source, ActivityKind.Server, span => span.SetStatus(ActivityStatusCode.Error, "no stock")),
        ["status error without description"] = source => Make(source, ActivityKind.Server, span => span.SetStatus(ActivityStatusCode.Error)),
        ["status attributes"] = Tagged(("otel.status_code", "ERROR"), ("otel.status_description", "no stock")),
        ["status attribute ok"] = Tagged(("otel.status_code", "OK"), ("otel.status_description", "left out")),
        ["status attribute unset"] = Tagged(("otel.status_code", "UNSET")),
        ["status and status attributes"] = source => Make(source, ActivityKind.Server, span =>
            span.SetStatus(ActivityStatusCode.Ok).AddTag("otel.status_code", "ERROR").AddTag("otel.status_description", "left out")),
        ["error text"] = Tagged(("error", "left out")),
        ["error flag"] = Tagged(("error", true)),
        ["error flag that is off"] = Tagged(("error", false)),
        ["events"] = source => Make(source, ActivityKind.Server, span =>
            span.AddEvent(new("retry", Start.AddMicroseconds(10.7))).AddEvent(new("\"give up\"", Start.AddMicroseconds(20)))),
        ["peer of a server"] = Tagged(("peer.service", "stock")),
        ["peer.service"] = Called(("db.name", "orders"), ("server.address", "stock.test"), ("peer.service", "stock")),
        ["server.address"] = Called(("net.peer.name", "old"), ("server.address", "stock.test"), ("server.port", 8080)),
        ["net.peer.name"] = Called(("network.peer.address", "10.0.0.1"), ("net.peer.name", "stock.test"), ("net.peer.port", 8080)),
        ["network.peer.address"] = Called(("network.peer.address", "10.0.0.1")),
        ["server.socket.domain"] = Called(("server.socket.address", "10.0.0.1"), ("server.socket.domain", "stock.test")),
        ["server.socket.address"] = Called(("net.sock.peer.name", "old"), ("server.socket.address", "10.0.0.1")),
        ["net.sock.peer.name"] = Called(("net.sock.peer.addr", "10.0.0.1"), ("net.sock.peer.name", "stock.test")),
        ["net.sock.peer.addr"] = Called(("peer.hostname", "old"), ("net.sock.peer.addr", "10.0.0.1")),
        ["peer.hostname"] = Called(("peer.address", "10.0.0.1"), ("peer.hostname", "stock.test")),
        ["peer.address"] = Called(("db.name", "orders"), ("peer.address", "10.0.0.1")),
        ["db.name"] = Called(("db.name", "orders")),
    };

    /// <summary>Gets the start of every span.</summary>
    public static DateTime Start { get; } = new(2026, 9, 20, 9, 24, 33, DateTimeKind.Utc);

    /// <summary>Records a span of 1,558.9 µs.</summary>
    public static void Make(ActivitySource source, ActivityKind kind, Action<Activity>? change = null, ActivityContext parent = default, double microseconds = 1558.9)
    {
        using var span = source.StartActivity(kind, parent, name: "work", startTime: Start)!;
        change?.Invoke(span);
        span.SetEndTime(Start.AddMicroseconds(microseconds));
    }

    private static Action<ActivitySource> Tagged(params (string Key, object? Value)[] tags) => Of(ActivityKind.Server, tags);

    private static Action<ActivitySource> Called(params (string Key, object? Value)[] tags) => Of(ActivityKind.Client, tags);

    private static Action<ActivitySource> Of(ActivityKind kind, (string Key, object? Value)[] tags) =>
        source => Make(source, kind, span => Array.ForEach(tags, tag => span.AddTag(tag.Key, tag.Value)));
}
