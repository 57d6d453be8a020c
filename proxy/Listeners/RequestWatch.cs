using System.IO.Pipelines;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>
/// Notes that a connection has received a part of a request. Kestrel doesn't tell such a connection, which may hold much memory, from one
/// that is idle between two requests.
/// </summary>
internal sealed class RequestWatch(IDuplexPipe transport, DownstreamConnection downstream) : PipeReader, IDuplexPipe
{
    private readonly PipeReader _input = transport.Input;

    PipeReader IDuplexPipe.Input => this;

    PipeWriter IDuplexPipe.Output { get; } = transport.Output;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => _input.ReadAsync(cancellationToken);

    public override bool TryRead(out ReadResult result) => _input.TryRead(out result);

    public override void AdvanceTo(SequencePosition consumed)
    {
        downstream.HasPartialRequest = true;
        _input.AdvanceTo(consumed);
    }

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        downstream.HasPartialRequest = true;
        _input.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => _input.CancelPendingRead();

    public override void Complete(Exception? exception = null) => _input.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => _input.CompleteAsync(exception);

    protected override ValueTask<ReadResult> ReadAtLeastAsyncCore(int minimumSize, CancellationToken cancellationToken) =>
        _input.ReadAtLeastAsync(minimumSize, cancellationToken);
}
