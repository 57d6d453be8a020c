using FsCheck;
using FsCheck.Fluent;
using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Storage;
using ZipkinMesh.Zipkin.Storage.Packing;

namespace ZipkinMesh.Tests.Zipkin;

public sealed class PackedSpanTests
{
    private readonly StringTables _tables = new();

    [Fact]
    public void Pack_AnySpan_RoundTrips() => Prop.ForAll(AnySpan.Generator().ToArbitrary(), AssertRoundTrips).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(70_000)]
    public void Pack_LongStrings_RoundTrips(int length)
    {
        var builder = Builder();
        builder.Name = new('n', length);
        builder.AddTag(new('k', length), new('ü', length));
        builder.Annotations.Add(new(1, new('a', length)));
        builder.Remote = SpanBuilder.Endpoint(new('s', length), null, "2001:db8::c001", 65535);

        AssertRoundTrips(builder.Build());
    }

    [Fact]
    public void Pack_MoreValuesThanTheTableHolds_RoundTrips()
    {
        for (var i = 0; i < 1000; i++)
        {
            var builder = Builder();
            builder.AddTag("id", $"{i}");
            builder.AddTag("method", $"{i % 3}");
            var span = builder.Build();
            // Packing must be repeatable: duplicates are found by comparing bytes.
            Assert.Equal(Pack(span), Pack(span));
            AssertRoundTrips(span);
        }

        Assert.NotEqual(0, _tables.Tags.Find("id")!.FindTag("0"));
        Assert.Equal(0, _tables.Tags.Find("id")!.FindTag("999"));
        Assert.NotEqual(0, _tables.Tags.Find("method")!.FindTag("2"));
    }

    [Fact]
    public void Pack_MoreKeysThanTheTableHolds_RoundTrips()
    {
        for (var i = 0; i < 5000; i++)
        {
            var builder = Builder();
            builder.AddTag($"key{i}", "value");
            AssertRoundTrips(builder.Build());
        }

        Assert.Null(_tables.Tags.Find("key4999"));
    }

    [Theory]
    [InlineData("48485a39-53bb-6124-a000-6b221d5bc9e6", 16)]
    [InlineData("00000000-0000-0000-0000-000000000000", 16)]
    [InlineData("48485A39-53bb-6124-a000-6b221d5bc9e6", 36)]
    [InlineData("{48485a39-53bb-6124-a000-6b221d5bc9}", 36)]
    [InlineData("48485a39-53bb-6124-a000-6b221d5bc9e", 35)]
    [InlineData("48485a39-53bb-6124-a000-0x221d5bc9e6", 36)]
    public void Pack_Uuid_Takes16Bytes(string value, int bytes)
    {
        // The values of a key that has many aren't in the table.
        for (var i = 0; i < 300; i++)
        {
            Pack(Tagged($"{i}"));
        }

        AssertRoundTrips(Tagged(value));
        Assert.Equal(bytes, Pack(Tagged(value)).Length - Pack(Tagged("")).Length);

        static Span Tagged(string value)
        {
            var builder = Builder();
            builder.AddTag("id", value);
            return builder.Build();
        }
    }

    [Theory]
    [InlineData(0x6b221d5bc9e6496c, 0)]
    [InlineData(1, 0x6b221d5bc9e6496c)]
    public void Pack_IdOfTheTrace_TakesNoBytes(ulong id, ulong parentId)
    {
        var builder = Builder();
        (builder.Id, builder.ParentId) = (id, parentId);
        var (span, length) = (builder.Build(), Pack(builder.Build()).Length);
        builder.TraceId = new(builder.TraceId.High, 7);

        AssertRoundTrips(span);
        Assert.Equal(length + 8, Pack(builder.Build()).Length);
    }

    /// <summary>Users choose MEM_MAX_SPANS by the memory that a span takes.</summary>
    [Fact]
    public void Pack_SpansOfProxies_TakeAtMost120Bytes()
    {
        var bytes = Enumerable.Range(1, 10_000).Sum(i => Pack(ProxySpan(i)).Length);

        Assert.InRange(bytes / 10_000, 50, 120);
    }

    // A span has a few unique values; the others repeat.
    private static Span ProxySpan(int i)
    {
        var builder = Builder();
        (builder.Name, builder.Timestamp, builder.Local) = ($"get /{i % 9}", i * 1000L, SpanBuilder.Endpoint($"service{i % 8}", "10.0.0.1", null, 8000));
        builder.AddTag("guid:x-request-id", $"{i:x8}-0000-4000-a000-{i:x12}");
        builder.AddTag("http.url", $"http://service{i % 8}:8000/items/{i}");
        for (var tag = 0; tag < 12; tag++)
        {
            builder.AddTag($"known.{tag}", $"some value that is repeated {(i + tag) % 10}");
        }

        return builder.Build();
    }

    private static SpanBuilder Builder() => new() { TraceId = ZipkinId.ParseTraceId("48485a3953bb61246b221d5bc9e6496c"), Id = 1 };

    private byte[] Pack(Span span)
    {
        var filter = default(BloomFilter);
        var packer = new SpanPacker(_tables);
        packer.Pack(span, ref filter);
        return packer.Packed.ToArray();
    }

    private void AssertRoundTrips(Span span) => Assert.Equal(span, new PackedSpan(Pack(span)).Unpack(span.TraceId.Low, _tables));
}
