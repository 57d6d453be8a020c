using System.Runtime.CompilerServices;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>
/// A connection to an upstream that fails when it is closed in the place of an answer. HttpClient would take that for a
/// connection that had been idle too long, and send the request again, three times: who knows what the first one did.
/// </summary>
internal sealed class UpstreamStream(Stream inner) : UnseekableStream
{
    // Something was sent, and nothing came since.
    private volatile bool _awaitsAnswer;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    // Each answer is waited for here: the state of the wait is taken from a pool.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Received(await inner.ReadAsync(buffer, cancellationToken), buffer.Length);

    public override int Read(byte[] buffer, int offset, int count) => Received(inner.Read(buffer, offset, count), count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _awaitsAnswer = true;
        return inner.WriteAsync(buffer, cancellationToken);
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        _awaitsAnswer = true;
        inner.Write(buffer, offset, count);
    }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Received(int count, int asked)
    {
        if (count > 0)
        {
            _awaitsAnswer = false;
        }
        else if (asked > 0 && _awaitsAnswer)
        {
            throw new IOException("The upstream closed the connection without an answer.");
        }

        return count;
    }
}
