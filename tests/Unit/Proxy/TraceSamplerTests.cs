using System.Buffers.Binary;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Tests.Proxy;

public sealed class TraceSamplerTests
{
    // The index of the version digit in a UUID, which holds the trace reason.
    private const int ReasonIndex = 14;

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(100, 10_000, 10_000)]
    [InlineData(25, 2_300, 2_700)]
    [InlineData(0.01, 0, 5)]
    [InlineData(99.99, 9_995, 10_000)]
    public void Decide_RandomSampling_TracesThatShare(double percent, int from, int to) =>
        Assert.InRange(CountTraced(new TracingOptions { RandomSampling = percent }), from, to);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(100, 10_000, 10_000)]
    [InlineData(25, 2_300, 2_700)]
    public void Decide_OverallSampling_LimitsTracesToThatShare(double percent, int from, int to) =>
        Assert.InRange(CountTraced(new TracingOptions { OverallSampling = percent }), from, to);

    [Theory]
    [InlineData(0, 100, false)]
    [InlineData(100, 0, true)]
    public void Decide_ClientSampling_AppliesOnlyToClientTraceId(double client, double random, bool forced)
    {
        var sampler = With(new() { ClientSampling = client, RandomSampling = random });

        Assert.All(Ids(100), given =>
        {
            var id = given;
            Assert.True(Decide(sampler, ref id, byClient: true));
            Assert.Equal(forced ? 'b' : '9', id[ReasonIndex]);

            id = given;
            Assert.Equal(!forced, Decide(sampler, ref id));
            Assert.Equal(forced ? '4' : '9', id[ReasonIndex]);
        });
    }

    [Fact]
    public void Decide_SameId_SameDecisionInEveryProxy()
    {
        var (one, other) = (Quarter(), Quarter());

        Assert.All(Ids(1_000), given =>
        {
            var (first, second) = (given, given);
            Assert.Equal(Decide(one, ref first), Decide(other, ref second));
            Assert.Equal(first, second);
        });
    }

    // The number in the id counts modulo 10,000; 25 % are the values below 2,500.
    [Theory]
    [InlineData(2_499, true)]
    [InlineData(2_500, false)]
    [InlineData(12_499, true)]
    [InlineData(12_500, false)]
    public void Decide_NumberAtLimit_TracesNumbersBelowIt(uint number, bool traced)
    {
        var id = $"{number:x8}-8b58-46bf-b4a7-e8d8336907e3";
        var headers = new RequestHeaders().Read(new HeaderDictionary { [EnvoyHeaders.RequestId] = id });

        Assert.Equal(traced, Quarter().Decide(headers, out id));
        Assert.Equal(traced ? '9' : '4', id[ReasonIndex]);
        Assert.Equal(id, headers[HeaderField.RequestId]);
    }

    [Theory]
    [InlineData(100, '9', true)]
    [InlineData(0, '4', false)]
    public void Decide_NoId_CreatesIdWithReason(double random, char reason, bool traced)
    {
        var headers = new RequestHeaders().Read(new HeaderDictionary());

        Assert.Equal(traced, With(new() { RandomSampling = random }).Decide(headers, out var id));
        Assert.Equal(reason, id[ReasonIndex]);
        Assert.Equal(id, headers[HeaderField.RequestId]);
        Assert.True(Guid.TryParseExact(id, "D", out _));
    }

    [Fact]
    public void Decide_IdOfOtherVersion_IsUnchanged()
    {
        var id = "5951ce0d-8b58-76bf-b4a7-e8d8336907e3";

        Assert.False(Decide(With(new() { RandomSampling = 0 }), ref id));
        Assert.Equal("5951ce0d-8b58-76bf-b4a7-e8d8336907e3", id);
    }

    [Theory]
    [InlineData('9', 100, true)]
    [InlineData('a', 100, true)]
    [InlineData('b', 100, true)]
    [InlineData('4', 100, false)]
    [InlineData('9', 0, false)]
    public void Decide_ReasonInId_IsKeptUnlessOverallSamplingRejects(char reason, double overall, bool traced)
    {
        var id = $"5951ce0d-8b58-{reason}6bf-b4a7-e8d8336907e3";

        Assert.Equal(traced, Decide(With(new() { RandomSampling = 0, OverallSampling = overall }), ref id));
        Assert.Equal(traced ? reason : '4', id[ReasonIndex]);
    }

    private static bool Decide(Proxy sampler, ref string id, bool byClient = false)
    {
        var headers = new HeaderDictionary { [EnvoyHeaders.RequestId] = id };
        if (byClient)
        {
            headers[EnvoyHeaders.ClientTraceId] = "";
        }

        return sampler.Decide(new RequestHeaders().Read(headers), out id);
    }

    private static Proxy Quarter() => With(new() { RandomSampling = 25 });

    private static Proxy With(TracingOptions options) => new(new(new SamplingPercentages(options)), TracingSettingsFactory.Create("Tracing", options));

    private static int CountTraced(TracingOptions options)
    {
        var sampler = With(options);
        return Ids(10_000).Count(id => Decide(sampler, ref id));
    }

    /// <summary>Returns ids like those of <see cref="RequestId.Ensure"/>, the same in every run.</summary>
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

    private sealed record Proxy(TraceSampler Sampler, TracingSettings Settings)
    {
        public bool Decide(RequestHeaders headers, out string id) => Sampler.Decide(headers, Settings, isUndecided: true, out id);
    }
}
