using FsCheck;
using FsCheck.Fluent;
using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Storage;

namespace ZipkinMesh.Tests.Zipkin;

public sealed class PackedSpanTests
{
    private readonly Vocabulary _vocabulary = new();

    [Fact]
    public void Pack_AnySpan_UnpacksToTheSame() => Prop.ForAll(AnySpan.Generator().ToArbitrary(), AssertUnpacksToTheSame).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(70_000)]
    public void Pack_LongTexts_UnpacksToTheSame(int length)
    {
        var draft = Draft();
        draft.Name = new('n', length);
        draft.AddTag(new('k', length), new('ü', length));
        draft.Annotations.Add(new(1, new('a', length)));
        draft.Remote = SpanDraft.Endpoint(new('s', length), null, "2001:db8::c001", 65535);

        AssertUnpacksToTheSame(draft.Build());
    }

    [Fact]
    public void Pack_MoreValuesThanAreKnownByNumber_UnpacksToTheSame()
    {
        for (var i = 0; i < 1000; i++)
        {
            var draft = Draft();
            draft.AddTag("id", $"{i}");
            draft.AddTag("method", $"{i % 3}");
            var span = draft.Build();
            // The second time it must look as the first, or one sent twice would be kept twice.
            Assert.Equal(Pack(span), Pack(span));
            AssertUnpacksToTheSame(span);
        }

        Assert.NotEqual(0, _vocabulary.Tags.Find("id")!.FindTag("0"));
        Assert.Equal(0, _vocabulary.Tags.Find("id")!.FindTag("999"));
        Assert.NotEqual(0, _vocabulary.Tags.Find("method")!.FindTag("2"));
    }

    [Fact]
    public void Pack_MoreKeysThanAreKnownByNumber_UnpacksToTheSame()
    {
        for (var i = 0; i < 5000; i++)
        {
            var draft = Draft();
            draft.AddTag($"key{i}", "value");
            AssertUnpacksToTheSame(draft.Build());
        }

        Assert.Null(_vocabulary.Tags.Find("key4999"));
    }

    /// <summary>How much memory spans take is a promise to those who set how many are kept.</summary>
    [Fact]
    public void Pack_SpansOfProxies_TakeLessThanAQuarterOfAKilobyte()
    {
        var bytes = Enumerable.Range(1, 10_000).Sum(i => Pack(ProxySpan(i)).Length);

        Assert.InRange(bytes / 10_000, 50, 250);
    }

    // A few things are its own, the rest comes again and again.
    private static Span ProxySpan(int i)
    {
        var draft = Draft();
        (draft.Name, draft.Timestamp, draft.Local) = ($"get /{i % 9}", i * 1000L, SpanDraft.Endpoint($"service{i % 8}", "10.0.0.1", null, 8000));
        draft.AddTag("guid:x-request-id", $"{i:x8}-0000-4000-a000-{i:x12}");
        draft.AddTag("http.url", $"http://service{i % 8}:8000/items/{i}");
        for (var tag = 0; tag < 12; tag++)
        {
            draft.AddTag($"known.{tag}", $"some value that comes again {(i + tag) % 10}");
        }

        return draft.Build();
    }

    private static SpanDraft Draft() => new() { TraceId = HexId.TraceId("48485a3953bb61246b221d5bc9e6496c"), Id = 1 };

    private byte[] Pack(Span span)
    {
        var signature = default(TraceSignature);
        var packer = new SpanPacker(_vocabulary);
        packer.Pack(span, ref signature);
        return packer.Packed.ToArray();
    }

    private void AssertUnpacksToTheSame(Span span) => Assert.Equal(span, new PackedSpan(Pack(span)).Unpack(span.TraceId.Low, _vocabulary));
}
