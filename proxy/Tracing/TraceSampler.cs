using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>
/// This proxy's own word on whether a request is traced, taken in the order Envoy takes it
/// (source/common/http/conn_manager_utility.cc, mutateTracingRequestHeader). A sampling decision in the B3 headers
/// stands above it.
/// <list type="number">
/// <item>An id without a number: not traced.</item>
/// <item>An id that already carries a reason keeps it.</item>
/// <item>x-client-trace-id, in <see cref="TracingOptions.ClientSampling"/> percent of the requests: the client's wish.</item>
/// <item>Otherwise <see cref="TracingOptions.RandomSampling"/> percent, by the number in the id, so that every proxy on the
/// path decides alike.</item>
/// <item>What is traced by then stays so in <see cref="TracingOptions.OverallSampling"/> percent, by the same number.</item>
/// </list>
/// </summary>
internal sealed class TraceSampler(TracingOptions options)
{
    public const string ClientTraceId = "x-client-trace-id";

    // Percentages count in hundredths of a percent of the number in the id.
    private const ulong Scale = 10_000;

    private readonly uint _client = ToScale(options.ClientSampling);
    private readonly uint _random = ToScale(options.RandomSampling);
    private readonly uint _overall = ToScale(options.OverallSampling);

    /// <summary>Decides, and notes the reason in the request's id, which is a new one if there was none.</summary>
    /// <returns>Whether the request is traced, as far as this proxy decides it.</returns>
    public bool Take(RequestHeaders headers, out string id)
    {
        ulong number;
        TraceReason reason;
        if (RequestId.Read(headers) is not { } given)
        {
            number = RequestId.NextNumber();
            reason = Decide(headers, number, TraceReason.NotTraceable);
            id = RequestId.Create((uint)number, reason);
        }
        else if (RequestId.TryGetNumber(given, out number))
        {
            var noted = RequestId.ReadReason(given);
            reason = Decide(headers, number, noted);
            id = reason == noted ? given : RequestId.WithReason(given, reason);
        }
        else
        {
            reason = TraceReason.NotTraceable;
            id = given;
        }

        headers[HeaderField.RequestId] = id;
        return reason != TraceReason.NotTraceable;
    }

    private TraceReason Decide(RequestHeaders headers, ulong number, TraceReason noted)
    {
        var share = number % Scale;
        return share >= _overall ? TraceReason.NotTraceable
            : noted != TraceReason.NotTraceable ? noted
            : headers.Has(HeaderField.ClientTraceId) && DrawShare() < _client ? TraceReason.ClientForced
            : share < _random ? TraceReason.Sampling
            : TraceReason.NotTraceable;
    }

    // Envoy draws for the client's share, instead of taking it from the id.
    private static ulong DrawShare() => (ulong)Random.Shared.Next((int)Scale);

    private static uint ToScale(double percent) => (uint)Math.Round(percent * (Scale / 100.0));
}
