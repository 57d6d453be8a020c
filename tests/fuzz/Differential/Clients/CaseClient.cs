using System.Net.Sockets;
using ZipkinMesh.Fuzz.Differential.Requests;

namespace ZipkinMesh.Fuzz.Differential.Clients;

/// <summary>Represents a client that sends one case, and a correct request after it on the same connection.</summary>
internal abstract class CaseClient
{
    /// <summary>Gets the answer to the case, in words; <c>none</c> without one.</summary>
    public abstract string Answer { get; }

    /// <summary>Creates the client for the protocol of a case.</summary>
    public static CaseClient Create(RequestCase request) => request.Framing == Framing.Frames ? new Http2Client() : new Http1Client();

    /// <summary>Sends the case and the correct request, and reads until both are answered or the proxy closes the connection.</summary>
    /// <param name="socket">The connection.</param>
    /// <param name="request">The case.</param>
    /// <param name="probe">The target of the correct request.</param>
    /// <param name="cancel">Ends the exchange.</param>
    public async Task ExchangeAsync(Socket socket, RequestCase request, string probe, CancellationToken cancel)
    {
        for (ReadOnlyMemory<byte> rest = (byte[])[.. request.Bytes, .. Probe(request, probe)]; !rest.IsEmpty;)
        {
            rest = rest[await socket.SendAsync(rest, cancel)..];
        }

        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await socket.ReceiveAsync(buffer.AsMemory(), cancel)) > 0 && !IsComplete(buffer.AsSpan(0, count), probe))
        {
        }
    }

    /// <summary>Returns the correct request.</summary>
    protected abstract byte[] Probe(RequestCase request, string target);

    /// <summary>Takes bytes from the proxy, and returns true when nothing more is expected.</summary>
    protected abstract bool IsComplete(ReadOnlySpan<byte> received, string probe);
}
