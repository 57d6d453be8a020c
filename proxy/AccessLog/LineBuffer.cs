namespace ZipkinMesh.Proxy.AccessLog;

/// <summary>
/// Holds the lines that wait to be written, up to a limit. Requests add lines and never wait for the output; one thread takes them.
/// </summary>
/// <param name="flushInterval">The longest time that a line waits to be taken.</param>
internal sealed class LineBuffer(TimeSpan flushInterval)
{
    /// <summary>The size from which lines are written at once, as in Envoy.</summary>
    public const int FlushSize = 64 * 1024;

    /// <summary>The size of the lines that can wait.</summary>
    public const int MaxSize = 1024 * 1024;

    private readonly object _lock = new();
    private byte[] _waiting = new byte[FlushSize];
    private byte[] _taken = new byte[FlushSize];
    private int _length;
    private bool _isWoken;

    /// <summary>Adds a line.</summary>
    /// <returns>False when too much is waiting.</returns>
    public bool TryAdd(ReadOnlySpan<byte> line)
    {
        lock (_lock)
        {
            var before = _length;
            if (before + line.Length > MaxSize)
            {
                return false;
            }

            if (before + line.Length > _waiting.Length)
            {
                Array.Resize(ref _waiting, Math.Max(_waiting.Length * 2, before + line.Length));
            }

            line.CopyTo(_waiting.AsSpan(before));
            _length += line.Length;
            if (before < FlushSize && _length >= FlushSize)
            {
                Monitor.Pulse(_lock);
            }
        }

        return true;
    }

    /// <summary>Ends the wait of <see cref="Take"/>, or the next one.</summary>
    public void Wake()
    {
        lock (_lock)
        {
            _isWoken = true;
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Waits for lines worth writing, for the flush interval at most, and takes what there is.</summary>
    /// <returns>The lines, until the next call; empty when there are none.</returns>
    public ReadOnlyMemory<byte> Take()
    {
        lock (_lock)
        {
            if (!_isWoken && _length < FlushSize)
            {
                Monitor.Wait(_lock, flushInterval);
            }

            _isWoken = false;
            (_waiting, _taken) = (_taken, _waiting);
            var taken = _taken.AsMemory(0, _length);
            _length = 0;
            return taken;
        }
    }
}
