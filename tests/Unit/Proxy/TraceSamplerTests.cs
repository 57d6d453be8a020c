using System.Buffers.Binary;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Tests.Proxy;

public sealed class TraceSamplerTests
{
    // Where a version 4 UUID has its 4.
    private const int Reason = 14;

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(100, 10_000, 10_000)]
    [InlineData(25, 2_300, 2_700)]
    [InlineData(0.01, 0, 5)]
    [InlineData(99.99, 9_995, 10_000)]
    public void Take_RandomSampling_ThatShareOfIds(double percent, int from, int to) =>
        Assert.InRange(CountTraced(new TracingOptions { RandomSampling = percent }), from, to);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(100, 10_000, 10_000)]
    [InlineData(25, 2_300, 2_700)]
    public void Take_OverallSampling_ThatShareIsLeft(double percent, int from, int to) =>
        Assert.InRange(CountTraced(new TracingOptions { OverallSampling = percent }), from, to);

    [Theory]
    [InlineData(0, 100, false)]
    [InlineData(100, 0, true)]
    public void Take_ClientSampling_AppliesToClientTraceIdAlone(double client, double random, bool forced)
    {
        var decision = new TraceSampler(new TracingOptions { ClientSampling = client, RandomSampling = random });

        Assert.All(Ids(100), given =>
        {
            var id = given;
            Assert.True(Take(decision, ref id, byClient: true));
            Assert.Equal(forced ? 'b' : '9', id[Reason]);

            id = given;
            Assert.Equal(!forced, Take(decision, ref id));
            Assert.Equal(forced ? '4' : '9', id[Reason]);
        });
    }

    [Fact]
    public void Take_SameId_SameDecisionInEveryProxy()
    {
        var (one, other) = (Quarter(), Quarter());

        Assert.All(Ids(1_000), given =>
        {
            var (first, second) = (given, given);
            Assert.Equal(Take(one, ref first), Take(other, ref second));
            Assert.Equal(first, second);
        });
    }

    // By 10,000ths of the number in the id, of which 25 % are those below 2,500.
    [Theory]
    [InlineData(2_499, true)]
    [InlineData(2_500, false)]
    [InlineData(12_499, true)]
    [InlineData(12_500, false)]
    public void Take_AtTheEdge_NumbersBelowTheShare(uint number, bool traced)
    {
        var id = $"{number:x8}-8b58-46bf-b4a7-e8d8336907e3";
        var headers = new RequestHeaders().Read(new HeaderDictionary { [EnvoyHeaders.RequestId] = id });

        Assert.Equal(traced, Quarter().Decide(headers, out id));
        Assert.Equal(traced ? '9' : '4', id[Reason]);
        Assert.Equal(id, headers[HeaderField.RequestId]);
    }

    [Theory]
    [InlineData(100, '9', true)]
    [InlineData(0, '4', false)]
    public void Take_NoId_IsANewOneWithTheReason(double random, char noted, bool traced)
    {
        var headers = new RequestHeaders().Read(new HeaderDictionary());

        Assert.Equal(traced, new TraceSampler(new() { RandomSampling = random }).Decide(headers, out var id));
        Assert.Equal(noted, id[Reason]);
        Assert.Equal(id, headers[HeaderField.RequestId]);
        Assert.True(Guid.TryParseExact(id, "D", out _));
    }

    [Fact]
    public void Take_IdOfAnotherVersion_StaysAsItIs()
    {
        var id = "5951ce0d-8b58-76bf-b4a7-e8d8336907e3";

        Assert.False(Take(new(new() { RandomSampling = 0 }), ref id));
        Assert.Equal("5951ce0d-8b58-76bf-b4a7-e8d8336907e3", id);
    }

    [Theory]
    [InlineData('9', 100, true)]
    [InlineData('a', 100, true)]
    [InlineData('b', 100, true)]
    [InlineData('4', 100, false)]
    [InlineData('9', 0, false)]
    public void Take_ReasonNoted_StaysUnlessOverallTakesIt(char noted, double overall, bool traced)
    {
        var id = $"5951ce0d-8b58-{noted}6bf-b4a7-e8d8336907e3";

        Assert.Equal(traced, Take(new(new() { RandomSampling = 0, OverallSampling = overall }), ref id));
        Assert.Equal(traced ? noted : '4', id[Reason]);
    }

    private static bool Take(TraceSampler decision, ref string id, bool byClient = false)
    {
        var headers = new HeaderDictionary { [EnvoyHeaders.RequestId] = id };
        if (byClient)
        {
            headers[EnvoyHeaders.ClientTraceId] = "";
        }

        return decision.Decide(new RequestHeaders().Read(headers), out id);
    }

    private static TraceSampler Quarter() => new(new TracingOptions { RandomSampling = 25 });

    private static int CountTraced(TracingOptions options)
    {
        var decision = new TraceSampler(options);
        return Ids(10_000).Count(id => Take(decision, ref id));
    }

    /// <summary>Ids as <see cref="RequestId.Ensure"/> makes them, but the same in every run.</summary>
    private static IEnumerable<string> Ids(int count)
    {
        var random = new Random(20220920);
        var bytes = new byte[16];
        for (var i = 0; i < count; i++)
        {
            random.NextBytes(bytes);
            bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
            yield return $"{BinaryPrimitives.ReadUInt32BigEndian(bytes):x8}{new Guid(bytes, bigEndian: true).ToString()[8..]}";
        }
    }
}
