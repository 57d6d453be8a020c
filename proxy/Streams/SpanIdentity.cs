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
    private const string PropertyName = "zipkin.identity";

    /// <summary>Attaches the identity to the <see cref="Activity"/> that records the span.</summary>
    public void AttachTo(Activity span) => span.SetCustomProperty(PropertyName, this);

    /// <summary>Returns the identity that was attached; null for a span that isn't a proxy's.</summary>
    public static SpanIdentity? Of(Activity span) => span.GetCustomProperty(PropertyName) as SpanIdentity;
}
