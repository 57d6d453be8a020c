namespace ZipkinMesh.Proxy.Streams;

/// <summary>
/// Observes finished requests. Tracing is one; statistics, an access log or outlier detection are added by registering another
/// <see cref="IStreamObserver"/> in the service collection. Corresponds to Envoy's <c>AccessLog::Instance</c>.
/// </summary>
internal interface IStreamObserver
{
    /// <summary>
    /// Called once for each request, after its response has been written or has failed, in the order of registration. It runs on the
    /// thread that serves the connection, so it must not block. <paramref name="stream"/> is reused after the call: copy what is kept.
    /// </summary>
    void OnCompleted(StreamInfo stream);
}
