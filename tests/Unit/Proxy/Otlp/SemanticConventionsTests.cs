using System.Diagnostics;
using ZipkinMesh.Proxy.Reporting.Otlp;

namespace ZipkinMesh.Tests.Proxy.Otlp;

/// <summary>Tests the attributes of spans that requests without a response, or an app's own tags, lead to. OtlpTests has those of ordinary requests.</summary>
public sealed class SemanticConventionsTests : IDisposable
{
    private readonly ActivitySource _source = new(nameof(SemanticConventionsTests));
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = source => source.Name == nameof(SemanticConventionsTests),
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    public SemanticConventionsTests() => ActivitySource.AddActivityListener(_listener);

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
    }

    [Theory]
    [InlineData("DC", "DC")]
    [InlineData("UC,DC", "UC,DC")]
    [InlineData("-", "_OTHER")]
    public void Span_WithoutResponse_HasTheResponseFlagAsError(string flags, string error)
    {
        var span = Map(ActivityKind.Server, ("http.status_code", "0"), ("response_flags", flags), ("error", "true"));

        Assert.Equal([new("response_flags", flags), new("error.type", error)], span.TagObjects);
        Assert.Equal(ActivityStatusCode.Error, span.Status);
    }

    [Fact]
    public void Span_OfTry_HasTheDestinationAsServer()
    {
        var span = Map(
            ActivityKind.Client,
            ("upstream_address", "[::1]:8000"),
            ("peer.address", "[::1]:8000"),
            ("http.protocol", "-"),
            ("http.status_code", "0"),
            ("response_flags", "UF"),
            ("retry.count", "2"),
            ("error", "true"));

        Assert.Equal(
            [new("response_flags", "UF"), new("server.address", "::1"), new("server.port", 8000), new("http.request.resend_count", 2), new("error.type", "UF")],
            span.TagObjects);
    }

    [Fact]
    public void Span_WithoutUserAgent_HasNoAttribute() => Assert.Empty(Map(ActivityKind.Server, ("user_agent", "-")).TagObjects);

    [Fact]
    public void Span_WithTagsOfItsOwn_KeepsThemUnchangedAndInOrder()
    {
        using var span = _source.StartActivity("check_server1", ActivityKind.Client)!;
        span.AddTag("number", 1).AddTag("twice", "a").AddTag("twice", "b").AddTag("http.url", 5).AddTag("null", null);

        SemanticConventions.Apply(span);

        Assert.Equal([new("number", 1), new("twice", "a"), new("twice", "b"), new("http.url", 5), new("null", null)], span.TagObjects);
    }

    [Theory]
    [InlineData("mesh.test:81", "POST")]
    [InlineData("check_server1", "check_server1")]
    public void Span_NamedAfterTheHost_GetsTheMethodAsName(string name, string expected)
    {
        using var span = _source.StartActivity(name, ActivityKind.Client)!;
        span.AddTag("http.url", "http://mesh.test:81/trace/1").AddTag("http.method", "POST");

        SemanticConventions.Apply(span);

        Assert.Equal(expected, span.DisplayName);
    }

    [Fact]
    public void Span_WithoutHost_HasNoServer()
    {
        var span = Map(ActivityKind.Client, ("http.url", "http:///trace/1"));

        Assert.Equal([new("url.full", "http:///trace/1")], span.TagObjects);
    }

    private Activity Map(ActivityKind kind, params (string Name, string Value)[] tags)
    {
        using var span = _source.StartActivity("check_server1", kind)!;
        foreach (var (name, value) in tags)
        {
            span.AddTag(name, value);
        }

        SemanticConventions.Apply(span);
        return span;
    }
}
