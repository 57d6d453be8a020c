using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Tracing;
using State = ZipkinMesh.Proxy.Tracing.ExtractedContext.State;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests which of two contexts is read. The expected values were observed on Envoy 1.40, except those for all-zero ids.</summary>
public sealed class B3WithW3CPropagatorTests
{
    private const string W3CTrace = "80f198ee56343ba864fe8b2a57d3eff7";
    private const string B3Trace = "463ac35c9f6413ad";
    private const string Id = "a2fb4a1d1a96d312";

    private static readonly B3WithW3CPropagator Propagator = new(new B3Propagator());

    [Theory]
    [InlineData("x-b3-sampled", "0", "01", true)]
    [InlineData("x-b3-sampled", "1", "00", true)]
    [InlineData("x-b3-sampled", "0", "00", false)]
    [InlineData("x-b3-flags", "1", "00", false)]
    [InlineData("x-b3-traceid", B3Trace, "01", true)]
    [InlineData("x-b3-parentspanid", Id, "01", true)]
    public void Extract_B3WithoutSpan_IsThatOfTraceParent(string name, string value, string flags, bool sampled) =>
        Assert.Equal(new ExtractedContext(State.Joined, sampled, W3CTrace, Id, null), Extract((name, value), ("traceparent", $"00-{W3CTrace}-{Id}-{flags}")));

    [Theory]
    [InlineData("0", false)]
    [InlineData("1", true)]
    [InlineData("d", true)]
    public void Extract_SingleHeaderWithoutSpan_IsARoot(string b3, bool sampled) =>
        Assert.Equal(ExtractedContext.Root(sampled), Extract(("b3", b3), ("traceparent", $"00-{W3CTrace}-{Id}-01")));

    [Fact]
    public void Extract_B3WithSpan_IsThatOfB3() =>
        Assert.Equal(B3Trace, Extract(("b3", $"{B3Trace}-{Id}-1"), ("traceparent", $"00-{W3CTrace}-{Id}-01")).TraceId);

    [Fact]
    public void Extract_B3Unreadable_IsUnreadable() =>
        Assert.Equal(State.Unreadable, Extract(("b3", "xyz"), ("traceparent", $"00-{W3CTrace}-{Id}-01")).Outcome);

    [Fact]
    public void Extract_TraceParentMalformed_KeepsTheDecisionOfB3() =>
        Assert.Equal(ExtractedContext.Root(false), Extract(("x-b3-sampled", "0"), ("traceparent", "00-xyz")));

    [Fact]
    public void Extract_B3WithZeroId_IsThatOfTraceParent() =>
        Assert.Equal(W3CTrace, Extract(("x-b3-traceid", B3Id.Zero), ("x-b3-spanid", Id), ("traceparent", $"00-{W3CTrace}-{Id}-01")).TraceId);

    private static ExtractedContext Extract(params (string Name, string Value)[] headers)
    {
        var all = new HeaderDictionary();
        foreach (var (name, value) in headers)
        {
            all[name] = value;
        }

        return Propagator.Extract(new RequestHeaders().Read(all));
    }
}
