using System.Diagnostics;

namespace ZipkinMesh.Proxy.Streams;

/// <summary>
/// Identifies a span as it appears in headers and in Zipkin. It is decided once, when the span starts; an <see cref="Activity"/> has
/// other ids where B3 joins the caller's span.
/// </summary>
/// <param name="TraceId">16 lower-case hex digits, or 32 when the high half isn't zero.</param>
/// <param name="SpanId">16 lower-case hex digits.</param>
/// <param name="ParentId">16 lower-case hex digits; null at the root of a trace.</param>
/// <param name="IsSampled">True when the span is recorded.</param>
/// <param name="IsShared">True when the span has the id of the caller's CLIENT span (Zipkin's <c>shared</c>).</param>
internal sealed record SpanIdentity(string TraceId, string SpanId, string? ParentId, bool IsSampled, bool IsShared)
{
    [ThreadStatic]
    private static SpanIdentity? _ending;

    /// <summary>
    /// Gets the identity of the span that the current thread is ending, for the processors of OpenTelemetry; null when the span isn't a
    /// proxy's. An <see cref="Activity"/> could carry it as a custom property, at the cost of a dictionary of 250 bytes for each span.
    /// </summary>
    public static SpanIdentity? OfEndingSpan => _ending;

    /// <summary>Ends a span that has this identity. Its processors run on the calling thread before the method returns.</summary>
    public void End(Activity span)
    {
        _ending = this;
        try
        {
            span.Stop();
        }
        finally
        {
            _ending = null;
        }
    }
}
