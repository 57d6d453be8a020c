using System.Net;
using ZipkinMesh.Proxy.Http;

namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>Represents the head and the body of a response, as the content of an <see cref="HttpResponseMessage"/>.</summary>
internal sealed class ResponseContent(ResponseHead head, Stream stream, EndPoint? localEndPoint) : UnbufferedContent(stream)
{
    /// <summary>Gets the head of the response, until the body is read.</summary>
    public ResponseHead Head => head;

    /// <summary>Gets the body; null when the response upgrades the connection.</summary>
    public ResponseBodyStream? Body { get; } = stream as ResponseBodyStream;

    /// <summary>Gets the proxy's address of the connection.</summary>
    public EndPoint? LocalEndPoint => localEndPoint;
}
