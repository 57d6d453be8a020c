namespace ZipkinMesh.Faults.Reports;

/// <summary>Holds the figures of one proxy under one fault, in seconds and MiB.</summary>
internal sealed record FaultRow(
    string Fault,
    string Proxy,
    int Sent,
    int Failed,
    double Slowest,
    string Responses,
    long Spans,
    long Stored,
    long LostCounted,
    long LostSilently,
    double MemoryBefore,
    double MemoryPeak,
    double MemoryAfter);
