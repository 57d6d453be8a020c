using System.Diagnostics;

namespace ZipkinMesh.Proxy.Reporting;

/// <summary>Builds the body of a post: a JSON list of spans.</summary>
internal sealed class Report
{
    /// <summary>The number of spans in a full report: about 0.8 MB of JSON. Zipkin accepts 10 MB.</summary>
    public const int MaxCount = 1_000;

    private byte[] _bytes = new byte[4096];
    private int _length;

    public int Count { get; private set; }

    /// <summary>Gets the time at which the first span was added, as a <see cref="Stopwatch"/> timestamp.</summary>
    public long FirstAdded { get; private set; }

    public void Add(ReadOnlySpan<byte> span)
    {
        if (Count == 0)
        {
            FirstAdded = Stopwatch.GetTimestamp();
        }

        // Includes room for the closing bracket.
        if (_bytes.Length < _length + span.Length + 2)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + span.Length + 2));
        }

        _bytes[_length] = Count == 0 ? (byte)'[' : (byte)',';
        span.CopyTo(_bytes.AsSpan(_length + 1));
        _length += span.Length + 1;
        Count++;
    }

    /// <summary>Closes the list and returns it.</summary>
    public ReadOnlyMemory<byte> Complete()
    {
        _bytes[_length] = (byte)']';
        return _bytes.AsMemory(0, _length + 1);
    }

    public void Clear() => (_length, Count) = (0, 0);
}
