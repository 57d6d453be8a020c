using System.Text;

namespace ZipkinMesh.Proxy.Formatting.Output;

/// <summary>
/// Represents a format of times, parsed once: that of strftime, with Envoy's fractions of seconds. Names are English.
/// <code>
/// %Y-%m-%dT%H:%M:%S.%3fZ    2026-11-30T09:41:04.357Z      (the default)
/// %s.%6f                    1796031664.357708
/// %E3S, %E*S                04.357, 04.357708             (seconds with a fraction)
/// </code>
/// </summary>
internal sealed class TimeFormat
{
    private readonly List<TimeField> _fields = [];

    private TimeFormat()
    {
    }

    /// <summary>Parses a format.</summary>
    /// <returns>Null when a specifier isn't known.</returns>
    public static TimeFormat? TryParse(string format)
    {
        var parsed = new TimeFormat();
        return parsed.Add(format) ? parsed : null;
    }

    /// <summary>Appends a time.</summary>
    /// <param name="time">The time, with the offset of its time zone.</param>
    /// <param name="output">The buffer.</param>
    public void Append(DateTimeOffset time, FormatBuffer output)
    {
        foreach (var field in _fields)
        {
            field.Append(time, output);
        }
    }

    private bool Add(string format)
    {
        var rest = format.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf('%');
            if (end != 0)
            {
                var text = end < 0 ? rest : rest[..end];
                _fields.Add(new TimeField('\0', 0, Encoding.UTF8.GetBytes(text.ToString())));
                rest = rest[text.Length..];
                continue;
            }

            var length = AddSpecifier(rest[1..]);
            if (length == 0)
            {
                return false;
            }

            rest = rest[(1 + length)..];
        }

        return true;
    }

    // Returns the length of the specifier without its percent sign; 0 when it isn't known.
    private int AddSpecifier(ReadOnlySpan<char> text)
    {
        switch (text)
        {
            case [var kind, ..] when Expand(kind) is { } format:
                Add(format);
                return 1;
            case [>= '1' and <= '9', 'f', ..]:
                _fields.Add(new TimeField('f', text[0] - '0'));
                return 2;
            case ['E', >= '1' and <= '9', 'f' or 'S', ..]:
                AddFraction(text[2], text[1] - '0');
                return 3;
            case ['E', '*', 'f' or 'S', ..]:
                AddFraction(text[2], TimeField.AllDigits);
                return 3;
            case ['E', 'z', ..]:
                _fields.Add(new TimeField(TimeField.OffsetWithColon));
                return 2;
            case [var kind, ..] when TimeField.IsKnown(kind):
                _fields.Add(new TimeField(kind, Digits: 9));
                return 1;
            default:
                return 0;
        }
    }

    private void AddFraction(char kind, int digits)
    {
        if (kind == 'S')
        {
            Add("%S.");
        }

        _fields.Add(new TimeField('f', digits));
    }

    // The specifiers that stand for others.
    private static string? Expand(char kind) => kind switch
    {
        'c' => "%a %b %e %H:%M:%S %Y",
        'D' or 'x' => "%m/%d/%y",
        'F' => "%Y-%m-%d",
        'r' => "%I:%M:%S %p",
        'R' => "%H:%M",
        'T' or 'X' => "%H:%M:%S",
        _ => null,
    };
}
