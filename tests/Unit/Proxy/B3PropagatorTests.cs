using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Tracing;
using State = ZipkinMesh.Proxy.Tracing.ExtractedContext.State;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests extraction and injection of both B3 formats: multiple headers and the single header.</summary>
public sealed class B3PropagatorTests
{
    private const string Trace = "463ac35c9f6413ad";
    private const string LongTrace = "80f198ee56343ba864fe8b2a57d3eff7";
    private const string Id = "a2fb4a1d1a96d312";
    private const string Parent = "0020000000000001";
    private const string Zero = B3Id.Zero;

    private static readonly B3Propagator Propagator = new();

    // Random ids of 16 digits, never all zero.
    private static readonly Gen<string> Ids = ArbMap.Default.GeneratorFor<ulong>().Where(value => value != 0).Select(value => $"{value:x16}");

    private static readonly Arbitrary<SpanIdentity> Contexts = (
        from high in Gen.OneOf(Gen.Constant(""), Ids)
        from low in Ids
        from id in Ids
        from parent in Gen.OneOf(Gen.Constant<string?>(null), Ids.Select(parent => (string?)parent))
        from sampled in ArbMap.Default.GeneratorFor<bool>()
        select new SpanIdentity(high + low, id, parent, sampled, IsShared: false)).ToArbitrary();

    [Theory]
    [InlineData("0", false)]
    [InlineData("1", true)]
    [InlineData("d", true)]
    public void ParseSingle_SamplingStateOnly_ReturnsRoot(string value, bool sampled) =>
        Assert.Equal(ExtractedContext.Root(sampled), B3Single.Parse(value));

    [Theory]
    [InlineData($"{Trace}-{Id}", Trace, null, null)]
    [InlineData($"{Trace}-{Id}-0", Trace, false, null)]
    [InlineData($"{Trace}-{Id}-1", Trace, true, null)]
    [InlineData($"{Trace}-{Id}-d", Trace, true, null)]
    [InlineData($"{Trace}-{Id}-1-{Parent}", Trace, true, Parent)]
    [InlineData($"{Trace}-{Id}-1-{Zero}", Trace, true, null)]
    [InlineData($"{LongTrace}-{Id}-0-{Parent}", LongTrace, false, Parent)]
    [InlineData($"{Zero}{Trace}-{Id}-1", Trace, true, null)]
    public void ParseSingle_Ids_ReturnsCallersContext(string value, string trace, bool? sampled, string? parent) =>
        Assert.Equal(new ExtractedContext(State.Joined, sampled, trace, Id, parent), B3Single.Parse(value));

    [Theory]
    [InlineData($"{Zero}-{Id}-1", true)]
    [InlineData($"{Zero}{Zero}-{Id}-0", false)]
    [InlineData($"{Trace}-{Zero}", null)]
    public void ParseSingle_AllZeroId_ReturnsRoot(string value, bool? sampled) => Assert.Equal(ExtractedContext.Root(sampled), B3Single.Parse(value));

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("D")]
    [InlineData("true")]
    [InlineData("-")]
    [InlineData(Trace)]
    [InlineData($"{Trace}-")]
    [InlineData($"{Trace}-{Id}-")]
    [InlineData($"{Trace}-{Id}-x")]
    [InlineData($"{Trace}-{Id}-11")]
    [InlineData($"{Trace}-{Id}-1-")]
    [InlineData($"{Trace}-{Id}-1-parent0000000000")]
    [InlineData($"{Trace}-{Id}-{Parent}")]
    [InlineData($"{Trace}-{Id}-1-{Parent}-")]
    [InlineData($"{Trace}0-{Id}-1")]
    [InlineData($"{Trace}_{Id}_1")]
    [InlineData($"g63ac35c9f6413ad-{Id}-1")]
    [InlineData($"{LongTrace}0-{Id}-1")]
    [InlineData($" {Trace}-{Id}-1")]
    public void ParseSingle_Malformed_ReturnsUnreadable(string value) => Assert.Equal(ExtractedContext.Unreadable, B3Single.Parse(value));

    [Fact]
    public void ParseSingle_FormattedContext_RoundTrips() =>
        Prop.ForAll(Contexts, context => B3Single.Parse(B3Single.Format(context)) == Joined(context)).QuickCheckThrowOnFailure();

    [Fact]
    public void Extract_InjectedContext_RoundTrips() =>
        Prop.ForAll(Contexts, context =>
        {
            var headers = Headers();
            Propagator.Inject(context, headers);
            return Propagator.Extract(headers) == Joined(context);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ParseSingle_AnyText_JoinsOnlyWellFormedIds() =>
        Prop.ForAll(Texts.Of("0123456789abcdef----d01"), text => IsWellFormed(B3Single.Parse(text))).QuickCheckThrowOnFailure();

    [Fact]
    public void Extract_AnyHeaders_JoinsOnlyWellFormedIds() =>
        Prop.ForAll(Texts.Of("0123456789abcdef"), Texts.Of("0123456789abcdefx- "), Texts.Of("01d true"), (trace, id, sampled) =>
            IsWellFormed(Propagator.Extract(Headers((B3Headers.TraceId, trace), (B3Headers.SpanId, id), (B3Headers.ParentSpanId, trace), (B3Headers.Sampled, sampled)))))
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("0", false)]
    [InlineData("false", false)]
    [InlineData("d", false)]
    [InlineData("True", false)]
    [InlineData("", false)]
    public void Extract_Sampled_TrueOnlyFor1AndTrue(string value, bool sampled)
    {
        Assert.Equal(ExtractedContext.Root(sampled), Propagator.Extract(Headers((B3Headers.Sampled, value))));
        Assert.Equal(sampled, Propagator.Extract(Headers((B3Headers.TraceId, Trace), (B3Headers.SpanId, Id), (B3Headers.Sampled, value))).Sampled);
    }

    [Theory]
    [InlineData(B3Headers.TraceId)]
    [InlineData(B3Headers.SpanId)]
    [InlineData(B3Headers.ParentSpanId)]
    public void Extract_SingleId_ReturnsRoot(string header) => Assert.Equal(ExtractedContext.Root(null), Propagator.Extract(Headers((header, Trace))));

    [Fact]
    public void Extract_EmptyParent_ReturnsNoParent() =>
        Assert.Null(Propagator.Extract(Headers((B3Headers.TraceId, Trace), (B3Headers.SpanId, Id), (B3Headers.ParentSpanId, ""))).ParentId);

    [Fact]
    public void Extract_RepeatedHeader_UsesFirst()
    {
        var headers = new HeaderDictionary { [B3Headers.SpanId] = Id, [B3Headers.TraceId] = new[] { LongTrace, Trace } };

        Assert.Equal(LongTrace, Propagator.Extract(new RequestHeaders().Read(headers)).TraceId);
    }

    [Fact]
    public void Extract_BothFormats_UsesSingleHeader() =>
        Assert.Equal(LongTrace, Propagator.Extract(Headers((B3Headers.Single, $"{LongTrace}-{Id}"), (B3Headers.TraceId, Trace), (B3Headers.SpanId, Id))).TraceId);

    private static ExtractedContext Joined(SpanIdentity context) => new(State.Joined, context.IsSampled, context.TraceId, context.SpanId, context.ParentId);

    private static bool IsWellFormed(ExtractedContext context) => context.Outcome != State.Joined
        || (context.TraceId.Length is 16 or 32 && context.SpanId.Length == 16 && context.TraceId != Zero && context.SpanId != Zero
            && (context.TraceId + context.SpanId + context.ParentId).All(char.IsAsciiHexDigitLower));

    private static RequestHeaders Headers(params (string Name, string Value)[] headers)
    {
        var dictionary = new HeaderDictionary();
        foreach (var (name, value) in headers)
        {
            dictionary[name] = value;
        }

        return new RequestHeaders().Read(dictionary);
    }
}
