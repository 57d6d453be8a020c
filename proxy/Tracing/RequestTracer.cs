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
/// <see cref="SpanIdentity"/> holds these ids. An <see cref="Activity"/> always makes a span id of its own, so only a child's is the same:
/// <code>
///                         Activity                           SpanIdentity
/// root                    trace t, no parent, span x         t, t
/// joined (inbound)        trace t, parent a, span x          t, a, parent as the caller sent it
/// child (outbound)        trace t, parent a, span b          t, b, parent a
/// </code>
/// </remarks>
internal sealed class RequestTracer(
    ZipkinMeshOptions options, MeshActivitySource source, IPropagator propagator, SamplingPercentages? percentages = null) : IStreamObserver
{
    private readonly string _nodeId = options.Node.Id;
    private readonly bool _sharesSpans = options.Tracing?.SharedSpanContext ?? true;

    // OpenTelemetry exports the Activity's own ids, so with OTLP a root gets them, too.
    private readonly bool _rootsAreTraceIds = !options.OpenTelemetry.ExportsOtlp;
    private readonly TraceSampler? _sampler = percentages is null ? null : new TraceSampler(percentages);

    /// <summary>Gives the request its id, starts its span if it is sampled, and writes the context into its headers.</summary>
    public void OnRequest(StreamInfo stream)
    {
        if (stream.Listener.TraceContext != ClientTraceContext.Accept && !stream.IsInternal)
        {
            ClientContext.Remove(stream, propagator);
        }

        if (_sampler is null)
        {
            stream.RequestId = RequestId.Ensure(stream.Headers);
            return;
        }

        var sampled = _sampler.Decide(stream.Headers, out var id);
        stream.RequestId = id;

        var caller = propagator.Extract(stream.Headers);
        if (caller.Outcome != ExtractedContext.State.Unreadable)
        {
            StartSpan(stream, caller, caller.Sampled ?? sampled);
        }

        DecoratorOperation.OnRequest(stream);
    }

    /// <summary>Exchanges the operation name in the headers of the response, before they are sent.</summary>
    public void OnResponse(StreamInfo stream, IHeaderDictionary headers)
    {
        if (_sampler is not null)
        {
            DecoratorOperation.OnResponse(stream, headers);
        }
    }

    /// <summary>Ends the span.</summary>
    public void OnCompleted(StreamInfo stream)
    {
        if (stream.Span is { } span)
        {
            SpanTags.Record(span, stream, _nodeId);
            stream.SpanIdentity!.End(span);
        }
    }

    private void StartSpan(StreamInfo stream, in ExtractedContext caller, bool sampled)
    {
        var inbound = stream.Listener.Direction == TrafficDirection.Inbound;
        SpanIdentity identity;
        if (caller.Outcome == ExtractedContext.State.None)
        {
            var id = B3Id.Next();
            stream.Span = sampled ? StartActivity(stream, id, default) : null;
            identity = new SpanIdentity(id, _rootsAreTraceIds ? id : IdOf(stream.Span), null, sampled, inbound && _sharesSpans);
        }
        else
        {
            stream.Span = sampled ? StartActivity(stream, caller.TraceId, ActivitySpanId.CreateFromString(caller.SpanId)) : null;
            identity = inbound && _sharesSpans
                ? new SpanIdentity(caller.TraceId, caller.SpanId, caller.ParentId, sampled, IsShared: true)
                : new SpanIdentity(caller.TraceId, IdOf(stream.Span), caller.SpanId, sampled, IsShared: false);
        }

        stream.SpanIdentity = identity;
        propagator.Inject(identity, stream.Headers);
    }

    private static string IdOf(Activity? span) => span?.SpanId.ToHexString() ?? B3Id.Next();

    private Activity? StartActivity(StreamInfo stream, string traceId, ActivitySpanId parent)
    {
        // The high half stays zero for a 64-bit id.
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        Convert.FromHexString(traceId, bytes[(bytes.Length - (traceId.Length / 2))..], out _, out _);
        var context = new ActivityContext(ActivityTraceId.CreateFromBytes(bytes), parent, ActivityTraceFlags.Recorded, isRemote: true);

        var kind = stream.Listener.Direction == TrafficDirection.Inbound ? ActivityKind.Server : ActivityKind.Client;
        var operation = stream.Route?.Operation ?? HeaderText.Of(RequestTarget.HostOf(stream.Context));

        // The span belongs to the request (StreamInfo), not to the thread: nothing here reads the current activity, and flowing it
        // through each await costs 1 µs a request.
        var current = Activity.Current;
        var span = source.Source.StartActivity(operation, kind, context);
        Activity.Current = current;
        return span;
    }
}
