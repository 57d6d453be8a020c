namespace ZipkinMesh.Exporter.Reporting;

/// <summary>Sends spans to a collector: over a client of its own, or through a proxy's cluster.</summary>
internal interface ISpanSender
{
    /// <summary>Posts spans and waits for the response.</summary>
    /// <param name="spans">The spans as JSON, separated by commas.</param>
    /// <param name="cancel">A token that ends the exchange early.</param>
    PostResult Post(ReadOnlyMemory<byte> spans, CancellationToken cancel);
}
