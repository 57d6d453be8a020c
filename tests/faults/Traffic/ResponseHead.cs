using System.Globalization;

namespace ZipkinMesh.Faults.Traffic;

/// <summary>Represents the parts of a response's head that its body and connection depend on.</summary>
internal readonly record struct ResponseHead(int Status, long? ContentLength, bool IsChunked, bool KeepsAlive)
{
    /// <summary>Parses the status line and the headers, without the empty line at the end.</summary>
    /// <exception cref="FormatException">It isn't a response.</exception>
    public static ResponseHead Parse(string head)
    {
        var lines = head.Split("\r\n");
        var words = lines[0].Split(' ');
        if (words.Length < 2 || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            throw new FormatException($"Not a status line: {lines[0]}");
        }

        var hasBody = status is >= 200 and not (204 or 304);
        return new ResponseHead(
            status,
            hasBody ? Find(lines, "content-length") is { } length ? long.Parse(length, CultureInfo.InvariantCulture) : null : 0,
            hasBody && Find(lines, "transfer-encoding") == "chunked",
            Find(lines, "connection") != "close");
    }

    private static string? Find(string[] lines, string name)
    {
        foreach (var line in lines.AsSpan(1))
        {
            if (line.StartsWith(name, StringComparison.OrdinalIgnoreCase) && line.AsSpan(name.Length).StartsWith(":"))
            {
                return line[(name.Length + 1)..].Trim();
            }
        }

        return null;
    }
}
