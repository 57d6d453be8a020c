using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;

namespace ZipkinMesh.App.Tracing;

/// <summary>Propagates the trace context of the app's spans as B3: reads both forms, and writes multiple headers.</summary>
/// <remarks>
/// <code>
/// x-b3-traceid: 463ac35c9f6413ad            b3: 463ac35c9f6413ad-a2fb4a1d1a96d312-1-0020000000000001
/// x-b3-spanid: a2fb4a1d1a96d312             b3: 0
/// x-b3-parentspanid: 0020000000000001       (not used: the sender's parent)
/// x-b3-sampled: 1                           (or 0; without it, x-b3-flags: 1 means 1)
/// </code>
/// Ids that aren't valid count as absent. A decision not to sample is kept even without ids, as the unsampled child of a span that nobody
/// has recorded. A 64-bit trace id is written with 16 digits again.
/// </remarks>
internal sealed class B3TextMapPropagator : TextMapPropagator
{
    private const string TraceId = "x-b3-traceid";
    private const string SpanId = "x-b3-spanid";
    private const string Sampled = "x-b3-sampled";
    private const string Flags = "x-b3-flags";
    private const string Single = "b3";

    private const string ZeroHalf = "0000000000000000";

    public override ISet<string> Fields { get; } = new HashSet<string>([TraceId, SpanId, Sampled], StringComparer.OrdinalIgnoreCase);

    public override PropagationContext Extract<T>(PropagationContext context, T carrier, Func<T, string, IEnumerable<string>?> getter)
    {
        var extracted = First(Single) is { } single ? ReadSingle(single) : ReadMultiple(First);
        return extracted.IsValid() ? new PropagationContext(extracted, context.Baggage) : context;

        string? First(string name) => getter(carrier, name)?.FirstOrDefault();
    }

    public override void Inject<T>(PropagationContext context, T carrier, Action<T, string, string> setter)
    {
        var span = context.ActivityContext;
        if (!span.IsValid())
        {
            return;
        }

        var traceId = span.TraceId.ToHexString();
        setter(carrier, TraceId, traceId.StartsWith(ZeroHalf, StringComparison.Ordinal) ? traceId[ZeroHalf.Length..] : traceId);
        setter(carrier, SpanId, span.SpanId.ToHexString());
        setter(carrier, Sampled, span.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? "1" : "0");
    }

    private static ActivityContext ReadMultiple(Func<string, string?> header)
    {
        // The sidecar's decision counts: it passes the flag of its caller on, but doesn't act on it.
        bool? sampled = header(Sampled) switch
        {
            null => header(Flags) == "1" ? true : null,
            "1" or "true" => true,
            _ => false,
        };
        return Create(header(TraceId), header(SpanId), sampled);
    }

    private static ActivityContext ReadSingle(string value) => value.Split('-') switch
    {
        ["0"] => Create(null, null, sampled: false),
        [var traceId, var spanId] => Create(traceId, spanId, null),
        [var traceId, var spanId, ("0" or "1" or "d") and var state] => Create(traceId, spanId, state != "0"),
        [var traceId, var spanId, ("0" or "1" or "d") and var state, var parentId] when IsId(parentId, 16) => Create(traceId, spanId, state != "0"),
        _ => default,
    };

    // The span of another process: only with a remote parent does OpenTelemetry pass an unsampled context on.
    private static ActivityContext Create(string? traceId, string? spanId, bool? sampled)
    {
        if ((IsId(traceId, 16) || IsId(traceId, 32)) && IsId(spanId, 16))
        {
            return new ActivityContext(
                ActivityTraceId.CreateFromString(traceId!.ToLowerInvariant().PadLeft(32, '0')),
                ActivitySpanId.CreateFromString(spanId!.ToLowerInvariant()),
                sampled == false ? ActivityTraceFlags.None : ActivityTraceFlags.Recorded,
                isRemote: true);
        }

        return sampled == false
            ? new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None, isRemote: true)
            : default;
    }

    private static bool IsId(string? text, int length) =>
        text?.Length == length && text.All(char.IsAsciiHexDigit) && text.AsSpan().ContainsAnyExcept('0');
}
