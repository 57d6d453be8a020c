using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Tracing;
using State = ZipkinMesh.Proxy.Tracing.ExtractedContext.State;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the <c>traceparent</c> header. What is read and what isn't was observed on Envoy 1.40.</summary>
public sealed class TraceParentTests
{
    private const string Trace = "80f198ee56343ba864fe8b2a57d3eff7";
    private const string Id = "a2fb4a1d1a96d312";

    [Theory]
    [InlineData($"00-{Trace}-{Id}-01", Trace, true)]
    [InlineData($"00-{Trace}-{Id}-00", Trace, false)]
    [InlineData($"00-{Trace}-{Id}-03", Trace, true)]
    [InlineData($"00-{Trace}-{Id}-fE", Trace, false)]
    [InlineData($"01-{Trace}-{Id}-01", Trace, true)]
    [InlineData($"ff-{Trace}-{Id}-01", Trace, true)]
    [InlineData($"00-80F198EE56343BA864FE8B2A57D3EFF7-A2FB4A1D1A96D312-01", Trace, true)]
    [InlineData($"00-0000000000000000463ac35c9f6413ad-{Id}-01", "463ac35c9f6413ad", true)]
    [InlineData($"00-80f198ee56343ba80000000000000000-{Id}-01", "80f198ee56343ba80000000000000000", true)]
    public void Parse_WellFormed_ReturnsCallersContext(string value, string trace, bool sampled) =>
        Assert.Equal(new ExtractedContext(State.Joined, sampled, trace, Id, null), TraceParent.Parse(value));

    [Theory]
    [InlineData("")]
    [InlineData("00-xyz")]
    [InlineData($"00-{Trace}-{Id}")]
    [InlineData($"00-{Trace}-{Id}-1")]
    [InlineData($"00-{Trace}-{Id}-xx")]
    [InlineData($"00-{Trace}-{Id}-01-x")]
    [InlineData($"xx-{Trace}-{Id}-01")]
    [InlineData($"00_{Trace}-{Id}-01")]
    [InlineData($"00-{Trace}_{Id}-01")]
    [InlineData($"00-{Trace}-{Id}_01")]
    [InlineData($"00-0x{Trace}-{Id}-01")]
    [InlineData($"00-g0f198ee56343ba864fe8b2a57d3eff7-{Id}-01")]
    public void Parse_Malformed_ReturnsRoot(string value) => Assert.Equal(ExtractedContext.Root(null), TraceParent.Parse(value));

    [Theory]
    [InlineData($"00-00000000000000000000000000000000-{Id}-01")]
    [InlineData($"00-{Trace}-0000000000000000-01")]
    public void Parse_AllZeroId_HasNoSpan(string value) => Assert.Equal(State.None, TraceParent.Parse(value).Outcome);

    [Theory]
    [InlineData(Trace, true, $"00-{Trace}-{Id}-01")]
    [InlineData("463ac35c9f6413ad", false, $"00-0000000000000000463ac35c9f6413ad-{Id}-00")]
    public void Format_Identity_IsParsedAgain(string trace, bool sampled, string value)
    {
        Assert.Equal(value, TraceParent.Format(new SpanIdentity(trace, Id, "0020000000000001", sampled, IsShared: false)));
        Assert.Equal(new ExtractedContext(State.Joined, sampled, trace, Id, null), TraceParent.Parse(value));
    }
}
