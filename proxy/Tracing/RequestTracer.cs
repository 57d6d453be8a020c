using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>
/// Begins and ends the span of a request.
/// </summary>
/// <remarks>
/// Where ids come from, along the path of the demo (trace t, spans a and b):
/// <code>
///                        front          service1 ingress   app 1   service1 egress    service2 ingress
/// request comes with     -              t, a               t, a    t, a               t, b, parent a
/// direction              OUTBOUND       INBOUND                    OUTBOUND           INBOUND
/// span                   root: a = t    a, shared                  b, child of a      b, shared
/// request goes on with   t, a           t, a               t, a    t, b, parent a     t, b, parent a
/// </code>
/// An inbound span joins the caller's; an outbound one is its child; without a caller both are roots, whose span id is the
/// trace id. An <see cref="Activity"/> makes an id of its own for joined spans and roots, too; the ids on the wire are found from it:
/// <code>
///                         Activity                                     on the wire
/// root                    trace t, no parent, span x                   t, t
/// joined (Server)         trace t, parent a, span x                    t, a, parent as in the property <see cref="JoinedParentId"/>
/// child (Client)          trace t, parent a, span b                    t, b, parent a
/// </code>
/// </remarks>
internal sealed class RequestTracer : IDisposable
{
    public const string SourceName = "ZipkinMesh.Proxy";

    /// <summary>The custom property of a joined span that holds the id of its parent, where it has one.</summary>
    public const string JoinedParentId = "b3.parentid";

    private readonly TraceSampler? _decision;
    private readonly string _nodeId;

    public RequestTracer(ZipkinMeshOptions options)
    {
        _nodeId = options.Node.Id;
        _decision = options.Tracing is { } tracing ? new TraceSampler(tracing) : null;
    }

    /// <summary>This host's own: another host in the process has one of the same name.</summary>
    public ActivitySource Source { get; } = new(SourceName);

    /// <summary>Gives the request its id, begins its span if it is traced, and writes the context into its headers.</summary>
    public void Begin(HttpContext context, StreamInfo exchange)
    {
        var headers = exchange.Headers;
        if (_decision is null)
        {
            exchange.RequestId = RequestId.Ensure(headers);
            return;
        }

        var traced = _decision.Take(headers, out var id);
        exchange.RequestId = id;

        var inbound = exchange.Connection.Listener.Direction == TrafficDirection.Inbound;
        var operation = exchange.Route?.Operation ?? context.Request.Host.Value ?? "";
        var extracted = B3Propagator.Extract(headers);
        if (extracted.Outcome != ExtractedContext.State.Unreadable)
        {
            exchange.Span = Begin(extracted, extracted.Sampled ?? traced, inbound, operation, headers);
        }

        ExchangeOperation(exchange, headers, inbound);
    }

    public void End(HttpContext context, StreamInfo exchange)
    {
        if (exchange.Span is { } span)
        {
            SpanTags.Record(span, context, exchange, _nodeId);
            span.Stop();
        }
    }

    public void Dispose() => Source.Dispose();

    private Activity? Begin(in ExtractedContext caller, bool sampled, bool inbound, string operation, RequestHeaders headers)
    {
        Activity? span = null;
        SpanIdentity wire;
        if (caller.Outcome == ExtractedContext.State.None)
        {
            var id = B3Id.Next();
            wire = new SpanIdentity(id, id, null, sampled);
            span = Start(wire, default, inbound, operation);
        }
        else if (inbound)
        {
            wire = new SpanIdentity(caller.TraceId, caller.SpanId, caller.ParentId, sampled);
            span = Start(wire, ActivitySpanId.CreateFromString(caller.SpanId), inbound, operation);
            if (caller.ParentId is not null)
            {
                span?.SetCustomProperty(JoinedParentId, caller.ParentId);
            }
        }
        else
        {
            // A child's id is the Activity's own, so that other exporters see the same tree.
            wire = new SpanIdentity(caller.TraceId, "", caller.SpanId, sampled);
            span = Start(wire, ActivitySpanId.CreateFromString(caller.SpanId), inbound, operation);
            wire = wire with { SpanId = span?.SpanId.ToHexString() ?? B3Id.Next() };
        }

        B3Propagator.Inject(wire, headers);
        return span;
    }

    private Activity? Start(in SpanIdentity wire, ActivitySpanId parent, bool inbound, string operation)
    {
        if (!wire.Sampled)
        {
            return null;
        }

        // The high half stays zero for a 64-bit id.
        Span<byte> traceId = stackalloc byte[16];
        traceId.Clear();
        Convert.FromHexString(wire.TraceId, traceId[(traceId.Length - (wire.TraceId.Length / 2))..], out _, out _);
        var context = new ActivityContext(ActivityTraceId.CreateFromBytes(traceId), parent, ActivityTraceFlags.Recorded, isRemote: true);
        var span = Source.StartActivity(operation, inbound ? ActivityKind.Server : ActivityKind.Client, context);

        // The span is the request's (StreamInfo), not the thread's: nothing here asks for the current one, and to have it follow each
        // await takes 1 µs a request.
        Activity.Current = null;
        return span;
    }

    private static void ExchangeOperation(StreamInfo exchange, RequestHeaders headers, bool inbound)
    {
        if (!inbound)
        {
            exchange.TakesOperation = true;
            if (exchange.Route is not null)
            {
                headers[HeaderField.DecoratorOperation] = exchange.Route.Operation;
            }

            return;
        }

        // The caller's name for the operation goes before our own, which then is not answered either.
        var given = HeaderText.Of(headers[HeaderField.DecoratorOperation]);
        exchange.AnswersOperation = given.Length == 0 && exchange.Route is not null;
        if (given.Length > 0 && exchange.Span is not null)
        {
            exchange.Span.DisplayName = given;
        }

        headers[HeaderField.DecoratorOperation] = default;
    }
}
