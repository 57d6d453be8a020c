namespace ZipkinMesh.Proxy.Streams;

/// <summary>
/// Notes when the bytes of a request and its response last moved, as seen from time to time, so that the request itself pays nothing.
/// </summary>
internal sealed class StreamProgress
{
    private TimeSpan? _begin;
    private TimeSpan _lastMove;
    private long _bytes;

    /// <summary>Starts for a request.</summary>
    public void Reset() => _begin = null;

    /// <summary>Compares the number of bytes with the one that was seen before.</summary>
    /// <param name="now">The time.</param>
    /// <param name="bytes">The number of bytes since the beginning of the request.</param>
    /// <returns>The time since the request was first seen, and the time since bytes have last moved.</returns>
    public (TimeSpan Age, TimeSpan Idle) Observe(TimeSpan now, long bytes)
    {
        var begin = _begin ?? now;
        if (_begin is null || bytes != _bytes)
        {
            (_begin, _lastMove, _bytes) = (begin, now, bytes);
        }

        return (now - begin, now - _lastMove);
    }
}
