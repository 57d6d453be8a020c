namespace ZipkinMesh.Faults.Servers;

/// <summary>Identifies a fault of a collector.</summary>
internal enum CollectorFault
{
    None,

    /// <summary>Reads reports and never responds.</summary>
    Hangs,

    /// <summary>Responds with 400 to a report with a span that contains <see cref="CollectorServer.Marker"/>.</summary>
    RejectsMarked,

    /// <summary>Responds with a head and a part of the body, and then stops.</summary>
    StopsInResponse,

    /// <summary>Responds with a body that never ends.</summary>
    NeverEndsResponse,
}
