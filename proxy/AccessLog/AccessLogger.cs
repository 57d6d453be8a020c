using ZipkinMesh.Proxy.Formatting.Output;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.AccessLog;

/// <summary>Adds a line to the access log for each finished request.</summary>
internal sealed class AccessLogger(LineFormat format, AccessLogWriter writer) : IStreamObserver, IDisposable
{
    private readonly ThreadLocal<FormatBuffer> _buffers = new(() => new FormatBuffer(format.Escaping));

    public void OnCompleted(StreamInfo stream)
    {
        var buffer = _buffers.Value!;
        buffer.Clear();
        format.Append(stream, buffer);
        writer.Add(buffer.Written);
    }

    public void Dispose() => _buffers.Dispose();
}
