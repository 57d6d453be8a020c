namespace ZipkinMesh.Zipkin.Ingest;

/// <summary>
/// Limits the messages in flight: the memory of those being received, and the number of those that have been received and wait to be
/// decoded. Excess messages are rejected immediately, so that every message that was admitted is processed and never dropped.
/// </summary>
/// <param name="maxMessages">The maximum number of received messages in flight.</param>
/// <param name="maxBytes">The memory of all messages in flight.</param>
/// <param name="decoders">The number of messages that are decoded at the same time: decoded messages are larger than encoded ones.</param>
internal sealed class IngestLimiter(int maxMessages, long maxBytes, int decoders) : IDisposable
{
    private readonly SemaphoreSlim _decoders = new(decoders);
    private int _messages;

    /// <summary>Gets the memory of the messages in flight.</summary>
    public UploadBudget Uploads { get; } = new(maxBytes);

    /// <summary>
    /// Admits a received message; returns false when the limit is reached. An admitted message must call <see cref="Leave"/>.
    /// </summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _messages) > maxMessages)
        {
            Interlocked.Decrement(ref _messages);
            return false;
        }

        return true;
    }

    /// <summary>Runs <paramref name="decode"/> when one of the decoders is free.</summary>
    public async Task DecodeAsync(Action decode, CancellationToken cancel)
    {
        await _decoders.WaitAsync(cancel);
        try
        {
            decode();
        }
        finally
        {
            _decoders.Release();
        }
    }

    /// <summary>Releases an admitted message.</summary>
    public void Leave() => Interlocked.Decrement(ref _messages);

    public void Dispose() => _decoders.Dispose();
}
