namespace ZipkinMesh.Exporter.Reporting;

/// <summary>Defines the outcomes of a post.</summary>
internal enum PostOutcome
{
    /// <summary>The collector accepted the spans.</summary>
    Accepted,

    /// <summary>The collector is unavailable; the same post may succeed later.</summary>
    Unavailable,

    /// <summary>The connection was lost after the body had begun. The collector may be unavailable, or the body too large for it.</summary>
    Interrupted,

    /// <summary>The collector refuses these spans; without the one that it means, the others may be accepted.</summary>
    BadSpans,

    /// <summary>The collector refuses posts of any content.</summary>
    Rejected,
}
