using System.Threading.Tasks.Sources;
using ZipkinMesh.Proxy.Http;

namespace ZipkinMesh.Proxy.Upstreams;

/// <summary>
/// A connection to an upstream that fails when it is closed in the place of an answer. HttpClient would take that for a
/// connection that had been idle too long, and send the request again, three times: who knows what the first one did.
/// </summary>
/// <remarks>
/// Each answer is waited for here, one at a time, so the stream itself is what is awaited: an <c>await</c> in
/// <see cref="ReadAsync"/> would set up a state machine each time (31.9 instead of 31.4 µs a request, medians of 40 rounds).
/// </remarks>
internal sealed class UpstreamStream(Stream inner) : UnseekableStream, IValueTaskSource<int>
{
    // Something was sent, and nothing came since.
    private volatile bool _awaitsAnswer;

    private ValueTask<int> _read;
    private int _asked;
    private Action? _resume;
    private Action<object?>? _continuation;
    private object? _state;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = inner.ReadAsync(buffer, cancellationToken);
        if (read.IsCompletedSuccessfully)
        {
            return new ValueTask<int>(Received(read.Result, buffer.Length));
        }

        _read = read;
        _asked = buffer.Length;
        return new ValueTask<int>(this, token: 0);
    }

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

    int IValueTaskSource<int>.GetResult(short token) => Received(_read.Result, _asked);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) =>
        !_read.IsCompleted ? ValueTaskSourceStatus.Pending
        : _read.IsCompletedSuccessfully ? ValueTaskSourceStatus.Succeeded
        : _read.IsCanceled ? ValueTaskSourceStatus.Canceled
        : ValueTaskSourceStatus.Faulted;

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _continuation = continuation;
        _state = state;
        _read.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_resume ??= Resume);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Resume()
    {
        var (continuation, state) = (_continuation!, _state);
        _state = null;
        continuation(state);
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
