namespace ZipkinMesh.Zipkin.Ingest;

/// <summary>
/// Limits the messages in flight, those being read or waiting to be decoded, by count and by total size. Excess messages are rejected
/// immediately, so that every message that was admitted is processed and never dropped.
/// </summary>
/// <param name="maxMessages">The maximum number of messages in flight.</param>
internal sealed class IngestLimiter(int maxMessages) : IDisposable
{
    private const long MaxBytes = 256 * 1024 * 1024;

    // Decoded messages are many times larger than encoded ones: only this many are in memory at once.
    private readonly SemaphoreSlim _decoders = new(Environment.ProcessorCount);
    private int _messages;
    private long _bytes;

    /// <summary>Admits a message; returns false when the limit is reached. An admitted message must call <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _messages) > maxMessages)
        {
            Interlocked.Decrement(ref _messages);
            return false;
        }

        return true;
    }

    /// <summary>Reserves memory for more bytes of a message; returns false when the limit is reached.</summary>
    public bool TryGrow(int bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) > MaxBytes)
        {
            Interlocked.Add(ref _bytes, -bytes);
            return false;
        }

        return true;
    }

    /// <summary>Runs <paramref name="decode"/> when one of the decoders, one per processor, is free.</summary>
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

    /// <summary>Releases the message and the bytes that were reserved for it.</summary>
    public void Leave(long bytes)
    {
        Interlocked.Add(ref _bytes, -bytes);
        Interlocked.Decrement(ref _messages);
    }

    public void Dispose() => _decoders.Dispose();
}
