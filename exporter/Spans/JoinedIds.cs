using System.Diagnostics;

namespace ZipkinMesh.Exporter.Spans;

/// <summary>
/// Gives spans their ids as B3 shares them: the SERVER span of a call has the id of the caller's CLIENT span. In OpenTelemetry it is a
/// child of that span:
/// <code>
///              caller            this service
/// Activity     CLIENT id=a       SERVER id=b parent=a              INTERNAL id=c parent=b
/// shared       CLIENT id=a       SERVER id=a (shared)              INTERNAL id=c parent=a
/// </code>
/// Its parent is left out, since headers of OpenTelemetry don't name it; the caller's half of the span does.
/// </summary>
internal readonly record struct JoinedIds(ActivitySpanId Id, ActivitySpanId ParentId, bool IsShared)
{
    /// <summary>Returns the ids of a span when ids are shared.</summary>
    public static JoinedIds Of(Activity span) =>
        Joins(span) ? new(span.ParentSpanId, default, true)
        : span.Parent is { } parent && Joins(parent) ? new(span.SpanId, parent.ParentSpanId, false)
        : new(span.SpanId, span.ParentSpanId, false);

    // A span whose parent is not an object of this process continues a call.
    private static bool Joins(Activity span) => span.Kind == ActivityKind.Server && span.Parent is null && span.ParentSpanId != default;
}
