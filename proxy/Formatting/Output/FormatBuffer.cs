using System.Buffers;
using System.Globalization;
using System.Text;

namespace ZipkinMesh.Proxy.Formatting.Output;

/// <summary>Collects formatted text as UTF-8, in a buffer that is reused.</summary>
/// <param name="escaping">The characters of values that are escaped.</param>
internal sealed class FormatBuffer(ValueEscaping escaping)
{
    // The characters that no escaping changes.
    private static readonly SearchValues<char> Plain =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Except(['"', '\\'])]);

    private byte[] _bytes = new byte[1024];

    /// <summary>Gets the number of bytes.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Removes what has been appended since the buffer had a length.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Appends bytes unchanged.</summary>
    public void AppendRaw(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        Length += text.Length;
    }

    /// <summary>Appends a value. Its characters up to U+00FF are bytes, as in a header; others are text.</summary>
    public void Append(ReadOnlySpan<char> value)
    {
        if (value.ContainsAnyExcept(Plain))
        {
            ValueEscaper.Append(this, value, escaping);
        }
        else
        {
            Length += Encoding.ASCII.GetBytes(value, Room(value.Length));
        }
    }

    /// <summary>Appends a number.</summary>
    public void Append(long number)
    {
        number.TryFormat(Room(20), out var count, provider: CultureInfo.InvariantCulture);
        Length += count;
    }

    /// <summary>Appends a value that formats itself in at most 64 bytes, such as an IP address.</summary>
    public void AppendFormatted<T>(T value)
        where T : IUtf8SpanFormattable
    {
        value.TryFormat(Room(64), out var count, default, CultureInfo.InvariantCulture);
        Length += count;
    }

    /// <summary>Appends a number that isn't negative, with leading characters to fill the width.</summary>
    public void AppendPadded(long number, int width, byte padding = (byte)'0')
    {
        var room = Room(width);
        for (var position = width - 1; position >= 0; position--)
        {
            room[position] = number == 0 && position < width - 1 ? padding : (byte)('0' + (number % 10));
            number /= 10;
        }

        Length += width;
    }

    private Span<byte> Room(int size)
    {
        if (_bytes.Length - Length < size)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + size));
        }

        return _bytes.AsSpan(Length);
    }
}
