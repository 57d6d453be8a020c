using Yarp.ReverseProxy.Forwarder;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Upstreams.Failures;

/// <summary>Represents a failure that the mesh found, not YARP's forwarder.</summary>
/// <param name="error">The error in YARP's terms.</param>
/// <param name="reply">The response; null when it follows from the error.</param>
/// <param name="exception">The cause; null when the mesh itself is.</param>
internal sealed class LocalFailure(ForwarderError error, LocalReply? reply, Exception? exception = null) : IForwarderErrorFeature
{
    public ForwarderError Error => error;

    public Exception? Exception => exception;

    public LocalReply? Reply => reply;
}
