using System.Diagnostics;

namespace ZipkinMesh.Proxy.Reporting;

/// <summary>The body of a post: a JSON list of spans, as they come.</summary>
internal sealed class Report
{
    /// <summary>Spans of a full report: about 0.8 MB of JSON, where Zipkin takes 10.</summary>
    public const int MaxCount = 1_000;

    private byte[] _bytes = new byte[4096];
    private int _length;

    public int Count { get; private set; }

    /// <summary>When the first span came, as <see cref="Stopwatch.GetTimestamp"/> tells it.</summary>
    public long Since { get; private set; }

    public void Add(ReadOnlySpan<byte> span)
    {
        if (Count == 0)
        {
            Since = Stopwatch.GetTimestamp();
        }

        // Room for the ], too.
        if (_bytes.Length < _length + span.Length + 2)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + span.Length + 2));
        }

        _bytes[_length] = Count == 0 ? (byte)'[' : (byte)',';
        span.CopyTo(_bytes.AsSpan(_length + 1));
        _length += span.Length + 1;
        Count++;
    }

    /// <summary>The list, to be read once nothing more is added.</summary>
    public ReadOnlyMemory<byte> End()
    {
        _bytes[_length] = (byte)']';
        return _bytes.AsMemory(0, _length + 1);
    }

    public void Clear() => (_length, Count) = (0, 0);
}
