using System.Net.Sockets;
using ZipkinMesh.Fuzz.Differential.Requests;

namespace ZipkinMesh.Fuzz.Differential.Clients;

/// <summary>Represents a client that sends one case, and a correct request after it on the same connection.</summary>
/// <param name="request">The case.</param>
/// <param name="correct">The bytes of the correct request.</param>
internal abstract class CaseClient(RequestCase request, byte[] correct)
{
    /// <summary>Gets the answer to the case, in words; <c>none</c> without one.</summary>
    public abstract string Answer { get; }

    /// <summary>Creates the client for the protocol of a case.</summary>
    /// <param name="request">The case.</param>
    /// <param name="target">The target of the correct request.</param>
    public static CaseClient Create(RequestCase request, string target) =>
        request.Framing == Framing.Frames ? new Http2Client(request, target) : new Http1Client(request, target);

    /// <summary>Sends both requests, and reads until both are answered or the proxy closes the connection.</summary>
    public async Task ExchangeAsync(Socket socket, CancellationToken cancel)
    {
        for (ReadOnlyMemory<byte> rest = (byte[])[.. request.Bytes, .. correct]; !rest.IsEmpty;)
        {
            rest = rest[await socket.SendAsync(rest, cancel)..];
        }

        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await socket.ReceiveAsync(buffer.AsMemory(), cancel)) > 0 && !IsComplete(buffer.AsSpan(0, count)))
        {
        }
    }

    /// <summary>Takes bytes from the proxy, and returns true when nothing more is expected.</summary>
    protected abstract bool IsComplete(ReadOnlySpan<byte> received);
}
