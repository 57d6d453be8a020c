using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Api;

/// <summary>
/// What the collector has in hand: messages that are being read or wait for their turn to be decoded, up to a number and a size.
/// Who comes beyond is told at once to come again, so that what was let in is always finished and never thrown away.
/// </summary>
internal sealed class Backlog(int maxMessages) : IDisposable
{
    private const long MaxBytes = 256 * 1024 * 1024;

    // Unpacked messages are many times larger than packed ones: only this many are in memory at once.
    private readonly SemaphoreSlim _decoders = new(Environment.ProcessorCount);
    private int _messages;
    private long _bytes;

    /// <summary>Lets a message in; it has to leave again.</summary>
    /// <exception cref="RefusedException"/>
    public void Enter()
    {
        if (Interlocked.Increment(ref _messages) > maxMessages)
        {
            Interlocked.Decrement(ref _messages);
            throw Full();
        }
    }

    /// <summary>Before as many more bytes of a message are kept.</summary>
    /// <exception cref="RefusedException"/>
    public void Grow(int bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) > MaxBytes)
        {
            Interlocked.Add(ref _bytes, -bytes);
            throw Full();
        }
    }

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

    public void Leave(long bytes)
    {
        Interlocked.Add(ref _bytes, -bytes);
        Interlocked.Decrement(ref _messages);
    }

    public void Dispose() => _decoders.Dispose();

    private static RefusedException Full() => new("More messages are waiting than can be stored; send it again later", StatusCodes.Status503ServiceUnavailable);
}
