using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>Gives each request its id and its trace context, and records the span of a sampled one.</summary>
/// <remarks>
/// The ids along the path of the demo (trace t, spans a and b):
/// <code>
///                        front          service1 ingress   app 1   service1 egress    service2 ingress
/// request arrives with   -              t, a               t, a    t, a               t, b, parent a
/// direction              OUTBOUND       INBOUND                    OUTBOUND           INBOUND
/// span                   root: a = t    a, shared                  b, child of a      b, shared
/// request leaves with    t, a           t, a               t, a    t, b, parent a     t, b, parent a
/// </code>
/// An inbound span joins the caller's; an outbound one is its child; without a caller both are roots, whose span id is the trace id.
/// Options change that: see <see cref="TracingSettings"/>. <see cref="SpanIdentity"/> holds the ids. An <see cref="Activity"/> always makes a
/// span id of its own, so only a child's is the same:
/// <code>
///                         Activity                           SpanIdentity
/// root                    trace t, no parent, span x         t, t
/// joined (inbound)        trace t, parent a, span x          t, a, parent as the caller sent it
/// child (outbound)        trace t, parent a, span b          t, b, parent a
/// </code>
/// With OTLP both are the same: a root is t, x, and nothing is joined.
/// </remarks>
internal sealed class RequestTracer(
    ZipkinMeshOptions options, MeshActivitySource source, B3Propagator b3, B3WithW3CPropagator b3WithW3C, TimeProvider time, SamplingPercentages? percentages = null)
    : IStreamObserver
{
    private const string KeptTag = "sampling.kept";

    private readonly string _nodeId = options.Node.Id;

    // OpenTelemetry exports the Activity's own ids, so with OTLP a root gets them, too.
    private readonly bool _rootsAreTraceIds = !options.OpenTelemetry.ExportsOtlp;
    private readonly TraceSampler? _sampler = percentages is null ? null : new TraceSampler(percentages, TraceRateLimit.From(options.Tracing, time));

    /// <summary>Gives the request its id, starts its span if it is sampled, and writes the context into its headers.</summary>
    public void OnRequest(StreamInfo stream)
    {
        if (stream.Listener.TraceContext != ClientTraceContext.Accept && !stream.IsInternal)
        {
            ClientContext.Remove(stream, PropagatorOf(stream.Tracing));
        }

        if (stream.Tracing is not { } settings || _sampler is null)
        {
            stream.RequestId = RequestId.Ensure(stream.Headers);
            return;
        }

        var propagator = PropagatorOf(settings);
        var caller = propagator.Extract(stream.Headers);
        var sampled = _sampler.Decide(stream.Headers, settings, caller.Sampled is null, out var id);
        stream.RequestId = id;
        if (caller.Outcome != ExtractedContext.State.Unreadable)
        {
            stream.SpanIdentity = StartSpan(stream, settings, caller, caller.Sampled ?? sampled);
            propagator.Inject(stream.SpanIdentity, stream.Headers);
        }

        if (settings.Operation is null)
        {
            DecoratorOperation.OnRequest(stream);
        }
    }

    /// <summary>Starts the span of a try to forward the request, if there is one, and writes its context into the headers.</summary>
    public void OnAttempt(StreamInfo stream, UpstreamAttempt attempt)
    {
        if (stream is { Tracing: { SpawnUpstreamSpan: true } settings, SpanIdentity: { } parent })
        {
            attempt.Span = stream.Span is not null
                ? StartActivity("", ActivityKind.Client, parent.TraceId, ActivitySpanId.CreateFromString(parent.SpanId))
                : null;
            attempt.SpanIdentity = new SpanIdentity(parent.TraceId, IdOf(attempt.Span), parent.SpanId, parent.IsSampled, IsShared: false);
            PropagatorOf(settings).Inject(attempt.SpanIdentity, stream.Headers);
        }
    }

    /// <summary>Exchanges the operation name in the headers of the response, before they are sent.</summary>
    public static void OnResponse(StreamInfo stream, IHeaderDictionary headers)
    {
        if (stream.Tracing is not { } settings)
        {
            return;
        }

        if (settings.Operation is null)
        {
            DecoratorOperation.OnResponse(stream, headers);
        }

        if (settings.Verbose)
        {
            stream.ResponseTimestamp = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Ends the spans.</summary>
    public void OnCompleted(StreamInfo stream)
    {
        if (stream.Span is not { } span)
        {
            return;
        }

        var settings = stream.Tracing!;
        if (!stream.SpanIdentity!.IsSampled && !TryKeep(stream, span))
        {
            return;
        }

        if (settings.SpawnUpstreamSpan)
        {
            UpstreamSpan.EndAll(stream);
        }

        if (settings.Operation is { } format && format(stream) is { Length: > 0 } name)
        {
            span.DisplayName = name;
        }

        SpanTags.Record(span, stream, _nodeId);
        if (settings.Verbose)
        {
            SpanTimes.Add(span, stream);
        }

        stream.SpanIdentity.End(span);
    }

    // A span that isn't kept is never ended, so nothing reports it.
    private static bool TryKeep(StreamInfo stream, Activity span)
    {
        if (stream.Tracing!.Kept?.ReasonFor(stream) is not { } reason)
        {
            return false;
        }

        span.AddTag(KeptTag, reason);
        stream.SpanIdentity = stream.SpanIdentity! with { IsSampled = true };
        return true;
    }

    private IPropagator PropagatorOf(TracingSettings? settings) => settings is { PropagatesW3C: true } ? b3WithW3C : b3;

    private SpanIdentity StartSpan(StreamInfo stream, TracingSettings settings, in ExtractedContext caller, bool sampled)
    {
        var isServer = settings.SplitSpansForRequest || stream.Listener.Direction == TrafficDirection.Inbound;
        var kind = isServer ? ActivityKind.Server : ActivityKind.Client;
        var isShared = isServer && settings.SharedSpanContext;
        var hasSpan = sampled || settings.Kept is not null;
        if (caller.Outcome == ExtractedContext.State.None)
        {
            var id = B3Id.Next();
            var traceId = settings.TraceId128Bit ? B3Id.Next() + id : id;
            stream.Span = hasSpan ? StartActivity(NameOf(stream, settings), kind, traceId, default) : null;
            return new SpanIdentity(traceId, _rootsAreTraceIds ? id : IdOf(stream.Span), null, sampled, isShared);
        }

        stream.Span = hasSpan ? StartActivity(NameOf(stream, settings), kind, caller.TraceId, ActivitySpanId.CreateFromString(caller.SpanId)) : null;
        return isShared
            ? new SpanIdentity(caller.TraceId, caller.SpanId, caller.ParentId, sampled, isShared)
            : new SpanIdentity(caller.TraceId, IdOf(stream.Span), caller.SpanId, sampled, isShared);
    }

    private static string IdOf(Activity? span) => span?.SpanId.ToHexString() ?? B3Id.Next();

    // A name that is formatted when the request ends takes the place of the host, unless it is empty.
    private static string NameOf(StreamInfo stream, TracingSettings settings) =>
        (settings.Operation is null ? stream.Route?.Operation : null) ?? HeaderText.Of(RequestTarget.HostOf(stream.Context));

    private Activity? StartActivity(string name, ActivityKind kind, string traceId, ActivitySpanId parent)
    {
        // The high half stays zero for a 64-bit id.
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        Convert.FromHexString(traceId, bytes[(bytes.Length - (traceId.Length / 2))..], out _, out _);
        var context = new ActivityContext(ActivityTraceId.CreateFromBytes(bytes), parent, ActivityTraceFlags.Recorded, isRemote: true);

        // The span belongs to the request (StreamInfo), not to the thread: nothing here reads the current activity, and flowing it
        // through each await costs 1 µs a request.
        var current = Activity.Current;
        var span = source.Source.StartActivity(name, kind, context);
        Activity.Current = current;
        return span;
    }
}
