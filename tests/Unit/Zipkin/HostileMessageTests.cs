using System.Text;
using ZipkinMesh.Zipkin.Codecs;
using ZipkinMesh.Zipkin.Dependencies;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Tests.Zipkin;

/// <summary>Small messages, or messages of the largest size, that could cost much work or memory.</summary>
public sealed class HostileMessageTests
{
    private const string Ids = "\"traceId\":\"a1\",\"id\":\"b1\"";

    private static readonly string Long = new('k', 1_000_000);

    [Theory]
    [InlineData("[{" + Ids + ",\"kind\":\"@\"}]")]
    [InlineData("[{" + Ids + ",\"timestamp\":\"@\"}]")]
    [InlineData("[{" + Ids + ",\"timestamp\":\"1.5@\"}]")]
    [InlineData("[{" + Ids + ",\"tags\":{\"@\":null}}]")]
    [InlineData("[{" + Ids + ",\"tags\":{\"@\":{}}}]")]
    [InlineData("[{" + Ids + ",\"localEndpoint\":{\"@\":1,\"port\":\"@\"}}]")]
    [InlineData("[{" + Ids + ",\"localEndpoint\":{\"@\":")]
    [InlineData("[{\"@\":1,\"traceId\":\"@\"}]")]
    [InlineData("[{\"@\":")]
    [InlineData("[{\"traceId\":@")]
    public void Decode_InvalidInputOfAMegabyte_IsQuotedInPart(string json)
    {
        var message = Assert.Throws<InvalidSpanException>(() => Decode(json.Replace("@", Long, StringComparison.Ordinal))).Message;

        Assert.InRange(message.Count(c => c == 'k'), 0, Excerpt.MaxChars);
        Assert.InRange(message.Length, 1, Excerpt.MaxChars + 100);
        Assert.EndsWith(" reading List<Span> from json", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('\t', 3_000_000)]
    [InlineData('\0', 3_000_000)]
    public void Decode_EscapedControlCharactersAboveTheLimit_IsRejected(char control, int count) =>
        Assert.Throws<MessageTooLargeException>(() => Decode($"[{{{Ids},\"name\":\"{new string(control, count)}\"}}]"));

    [Fact]
    public void Decode_ControlCharactersOutsideOfStrings_AreNotEscaped()
    {
        var name = Assert.Single(Decode($"[{new string('\t', 4_000_000)}{{{Ids},\"name\":\"a\\\\\tb\\\"\n\"}}]")).Name;

        Assert.Equal("a\\\tb\"\n", name);
    }

    [Theory]
    [InlineData("[{0}]", "{{\"traceId\":\"1\",\"id\":\"1\"}}", 400_000)]
    [InlineData("[{{\"traceId\":\"1\",\"id\":\"1\",\"tags\":{{{0}}}}}]", "\"\":\"\"", 2_000_000)]
    [InlineData("[{{\"traceId\":\"1\",\"id\":\"1\",\"annotations\":[{0}]}}]", "{{\"timestamp\":1,\"value\":\"\"}}", 1_100_000)]
    public void Decode_ManyTinyObjects_IsRejected(string list, string item, int count)
    {
        var items = string.Join(',', Enumerable.Repeat(string.Format(null, item), count));

        Assert.Throws<MessageTooLargeException>(() => Decode(string.Format(null, list, items)));
    }

    [Fact]
    public void DecodeV1_ManyServices_BecomeASpanEach()
    {
        const int Services = 100_000;
        var annotations = string.Join(',', Enumerable.Range(0, Services).Select(i => $$"""{"timestamp":1,"value":"x","endpoint":{"serviceName":"s{{i}}"} }"""));

        var spans = SpanBytesDecoder.Decode(Encoding.UTF8.GetBytes($"[{{{Ids},\"annotations\":[{annotations}]}}]"), SpanEncoding.JsonV1);

        Assert.Equal(Services, spans.Count);
        Assert.Equal(Services, spans.Select(span => span.Local!.ServiceName).Distinct().Count());
    }

    [Fact]
    public void AddTrace_ChainOfLocalSpans_LinksTheServicesAtItsEnds()
    {
        const int Length = 100_000;
        var linker = new DependencyLinker();

        linker.AddTrace(Enumerable.Range(1, Length).Select(i => new SpanBuilder
        {
            TraceId = new(0, 1),
            Id = (ulong)i,
            ParentId = (ulong)i - 1,
            Timestamp = i,
            Kind = i is 1 or Length ? SpanKind.Server : SpanKind.None,
            Local = SpanBuilder.Endpoint(i == Length ? "last" : "first", null, null, 0),
        }.Build()));

        Assert.Equal([new DependencyLink("first", "last", 1, 0)], linker.Links);
    }

    [Fact]
    public void Hash_IdsOfOneDefaultHash_AreSpread()
    {
        var ids = Enumerable.Range(1, 10_000).Select(i => ((ulong)i << 32) | (uint)i).ToList();
        Assert.Single(ids.Select(id => id.GetHashCode()).Distinct());

        Assert.InRange(ids.Select(IdComparer.Hash).Distinct().Count(), 9_000, 10_000);
    }

    private static List<Span> Decode(string json) => SpanBytesDecoder.Decode(Encoding.UTF8.GetBytes(json), SpanEncoding.JsonV2);
}
