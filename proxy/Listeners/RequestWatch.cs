using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>
/// Notes that a connection has received a part of a request, and counts its bytes. Kestrel doesn't tell such a connection, which may hold
/// much memory, from one that is idle between two requests.
/// </summary>
/// <remarks>
/// A connection has one read at a time, so the object itself serves as its <see cref="ValueTask"/> source, and reading allocates nothing.
/// </remarks>
internal sealed class RequestWatch(IDuplexPipe transport, DownstreamConnection downstream) : PipeReader, IDuplexPipe, IValueTaskSource<ReadResult>
{
    private readonly PipeReader _input = transport.Input;

    private ValueTask<ReadResult> _read;
    private Action? _resume;
    private Action<object?>? _continuation;
    private object? _state;

    // What the last read returned, and how much of it had been returned before.
    private ReadOnlySequence<byte> _buffer;
    private long _seen;

    PipeReader IDuplexPipe.Input => this;

    PipeWriter IDuplexPipe.Output { get; } = new CountingPipeWriter(transport.Output, downstream.Listener.Counters.BytesSent);

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => Await(_input.ReadAsync(cancellationToken));

    public override bool TryRead(out ReadResult result)
    {
        if (!_input.TryRead(out result))
        {
            return false;
        }

        Received(result);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        downstream.HasPartialRequest = downstream.Codec != Codec.Http2;
        _seen = consumed.Equals(_buffer.End) ? 0 : IsNone(consumed) ? _buffer.Length : _buffer.Slice(consumed).Length;
        _buffer = default;
        _input.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => _input.CancelPendingRead();

    public override void Complete(Exception? exception = null) => _input.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => _input.CompleteAsync(exception);

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token)
    {
        try
        {
            return Received(_read.GetAwaiter().GetResult());
        }
        catch
        {
            downstream.HasEnded = true;
            throw;
        }
    }

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) =>
        !_read.IsCompleted ? ValueTaskSourceStatus.Pending
        : _read.IsCompletedSuccessfully ? ValueTaskSourceStatus.Succeeded
        : _read.IsCanceled ? ValueTaskSourceStatus.Canceled
        : ValueTaskSourceStatus.Faulted;

    void IValueTaskSource<ReadResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        (_continuation, _state) = (continuation, state);
        _read.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_resume ??= Resume);
    }

    protected override ValueTask<ReadResult> ReadAtLeastAsyncCore(int minimumSize, CancellationToken cancellationToken) =>
        Await(_input.ReadAtLeastAsync(minimumSize, cancellationToken));

    // Kestrel rejects a trailer that is too large without a position.
    private static bool IsNone(SequencePosition position) => position.GetObject() is null;

    private ValueTask<ReadResult> Await(ValueTask<ReadResult> read)
    {
        if (read.IsCompletedSuccessfully)
        {
            return new ValueTask<ReadResult>(Received(read.Result));
        }

        _read = read;
        return new ValueTask<ReadResult>(this, token: 0);
    }

    private void Resume()
    {
        var (continuation, state) = (_continuation!, _state);
        _state = null;
        continuation(state);
    }

    private ReadResult Received(in ReadResult result)
    {
        downstream.HasEnded |= result.IsCompleted;
        _buffer = result.Buffer;
        var length = _buffer.Length;
        if (length > _seen)
        {
            downstream.Listener.Counters.BytesReceived.Add(length - _seen);
            _seen = length;
        }

        return result;
    }
}
