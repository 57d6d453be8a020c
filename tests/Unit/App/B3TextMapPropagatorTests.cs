using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using ZipkinMesh.App.Tracing;

namespace ZipkinMesh.Tests.App;

public sealed class B3TextMapPropagatorTests
{
    private const string TraceId = "463ac35c9f6413ad";
    private const string Wide = "80f198ee56343ba864fe8b2a57d3eff7";
    private const string SpanId = "a2fb4a1d1a96d312";
    private const string ParentId = "0020000000000001";

    [Theory]
    [InlineData(true, "x-b3-traceid=" + TraceId, "x-b3-spanid=" + SpanId, "x-b3-parentspanid=" + ParentId, "x-b3-sampled=1")]
    [InlineData(true, "x-b3-traceid=" + TraceId, "x-b3-spanid=" + SpanId, "x-b3-sampled=true")]
    [InlineData(true, "x-b3-traceid=" + TraceId, "x-b3-spanid=" + SpanId)]
    [InlineData(true, "x-b3-traceid=" + TraceId, "x-b3-spanid=" + SpanId, "x-b3-flags=1")]
    [InlineData(false, "x-b3-traceid=" + TraceId, "x-b3-spanid=" + SpanId, "x-b3-sampled=0")]
    [InlineData(false, "x-b3-traceid=" + TraceId, "x-b3-spanid=" + SpanId, "x-b3-sampled=0", "x-b3-flags=1")]
    [InlineData(false, "x-b3-traceid=" + TraceId, "x-b3-spanid=" + SpanId, "x-b3-sampled=d")]
    [InlineData(true, "b3=" + TraceId + "-" + SpanId)]
    [InlineData(true, "b3=" + TraceId + "-" + SpanId + "-1")]
    [InlineData(true, "b3=" + TraceId + "-" + SpanId + "-d")]
    [InlineData(true, "b3=" + TraceId + "-" + SpanId + "-1-" + ParentId)]
    [InlineData(false, "b3=" + TraceId + "-" + SpanId + "-0")]
    [InlineData(false, "b3=" + TraceId + "-" + SpanId + "-0-" + ParentId)]
    [InlineData(true, "b3=463AC35C9F6413AD-" + SpanId + "-1")]
    public void Extract_ValidContext_IsTheRemoteParent(bool sampled, params string[] headers)
    {
        var context = Extract(headers);

        Assert.Equal("0000000000000000" + TraceId, context.TraceId.ToHexString());
        Assert.Equal(SpanId, context.SpanId.ToHexString());
        Assert.Equal(sampled ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None, context.TraceFlags);
        Assert.True(context.IsRemote);
    }

    [Theory]
    [InlineData("x-b3-traceid=" + Wide, "x-b3-spanid=" + SpanId)]
    [InlineData("b3=" + Wide + "-" + SpanId + "-1")]
    public void Extract_WideTraceId_KeepsIt(params string[] headers) => Assert.Equal(Wide, Extract(headers).TraceId.ToHexString());

    [Fact]
    public void Extract_BothForms_ReadsTheSingleHeader() => Assert.Equal(
        Wide, Extract("b3=" + Wide + "-" + SpanId + "-1", "x-b3-traceid=" + TraceId, "x-b3-spanid=" + SpanId).TraceId.ToHexString());

    [Theory]
    [InlineData("b3=0")]
    [InlineData("x-b3-sampled=0")]
    [InlineData("x-b3-sampled=0", "x-b3-traceid=none", "x-b3-spanid=" + SpanId)]
    public void Extract_NotSampledWithoutIds_IsAnUnsampledParent(params string[] headers)
    {
        var context = Extract(headers);

        Assert.True(context.IsValid());
        Assert.Equal((ActivityTraceFlags.None, true), (context.TraceFlags, context.IsRemote));
    }

    [Theory]
    [InlineData]
    [InlineData("b3=")]
    [InlineData("b3=1")]
    [InlineData("b3=d")]
    [InlineData("b3=" + TraceId)]
    [InlineData("b3=" + TraceId + "-" + SpanId + "-2")]
    [InlineData("b3=" + TraceId + "-" + SpanId + "-1-")]
    [InlineData("b3=" + TraceId + "-" + SpanId + "-1-" + ParentId + "-")]
    [InlineData("b3=" + TraceId + "-" + SpanId + "-1-none")]
    [InlineData("b3=" + TraceId + " -" + SpanId + "-1")]
    [InlineData("b3=" + TraceId + "-a2fb4a1d1a96d31g-1")]
    [InlineData("b3=" + TraceId + "-" + SpanId + "0-1")]
    [InlineData("b3=0000000000000000-" + SpanId + "-1")]
    [InlineData("x-b3-sampled=1")]
    [InlineData("x-b3-flags=1")]
    [InlineData("x-b3-traceid=" + TraceId)]
    [InlineData("x-b3-spanid=" + SpanId)]
    [InlineData("x-b3-traceid=" + TraceId + "0", "x-b3-spanid=" + SpanId)]
    [InlineData("x-b3-traceid=" + TraceId, "x-b3-spanid=0000000000000000")]
    [InlineData("x-b3-traceid=0x3ac35c9f6413ad", "x-b3-spanid=" + SpanId)]
    [InlineData("x-b3-traceid=٤63ac35c9f6413ad", "x-b3-spanid=" + SpanId)]
    public void Extract_AbsentOrMalformed_IsNoContext(params string[] headers) => Assert.False(Extract(headers).IsValid());

    [Fact]
    public void Extract_AnyText_NeverThrows() => Prop.ForAll<string>(text =>
    {
        Extract($"b3={text}");
        Extract($"x-b3-traceid={text}", $"x-b3-spanid={text}", $"x-b3-sampled={text}");
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(TraceId, TraceId)]
    [InlineData(Wide, Wide)]
    public void Inject_Span_IsReadBackAsItsContext(string traceId, string written)
    {
        foreach (var sampled in new[] { "0", "1" })
        {
            var headers = Inject(Extract($"b3={traceId}-{SpanId}-{sampled}-{ParentId}"));

            Assert.Equal([("x-b3-sampled", sampled), ("x-b3-spanid", SpanId), ("x-b3-traceid", written)], headers.Order());
        }
    }

    [Fact]
    public void Inject_NoSpan_WritesNothing() => Assert.Empty(Inject(default));

    [Fact]
    public void Fields_AreTheHeadersThatAreWritten() =>
        Assert.Equal(Inject(Extract($"b3={TraceId}-{SpanId}")).Select(header => header.Name).Order(), new B3TextMapPropagator().Fields.Order());

    private static ActivityContext Extract(params string[] headers)
    {
        var carrier = headers.Select(header => header.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return new B3TextMapPropagator().Extract(default, carrier, (c, name) => c.TryGetValue(name, out var value) ? [value] : null).ActivityContext;
    }

    private static List<(string Name, string Value)> Inject(ActivityContext context)
    {
        var headers = new List<(string, string)>();
        new B3TextMapPropagator().Inject(new PropagationContext(context, default(Baggage)), headers, (carrier, name, value) => carrier.Add((name, value)));
        return headers;
    }
}
