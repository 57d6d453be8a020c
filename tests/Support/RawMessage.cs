namespace ZipkinMesh.Tests.Support;

/// <summary>Represents a request or response exactly as received; each character is one byte (Latin-1).</summary>
/// <param name="StartLine">The request line or status line.</param>
/// <param name="Headers">The headers in the order received; names keep their case.</param>
/// <param name="Body">The body, with the chunked encoding removed.</param>
/// <param name="IsComplete">True when the body was received to its end, as framed by Content-Length, chunks or the end of the connection.</param>
internal sealed record RawMessage(string StartLine, IReadOnlyList<(string Name, string Value)> Headers, string Body, bool IsComplete)
{
    /// <summary>Gets the value of a header; null when it is absent. Throws when it is repeated.</summary>
    public string? this[string name] => All(name) switch
    {
        [] => null,
        [var value] => value,
        var values => throw new InvalidOperationException($"{name} is repeated {values.Length} times in:\n{this}"),
    };

    /// <summary>Gets the status code of a response.</summary>
    public string Status => StartLine.Split(' ')[1];

    /// <summary>Gets the target of a request.</summary>
    public string Target => StartLine.Split(' ')[1];

    /// <summary>Returns the values of a header, in the order received.</summary>
    public string[] All(string name) =>
        [.. Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value)];

    /// <summary>Returns the names of the headers that begin with a prefix.</summary>
    public string[] Names(string prefix) =>
        [.. Headers.Select(header => header.Name).Where(name => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))];

    public override string ToString() => $"{StartLine}\n{string.Join('\n', Headers.Select(h => $"{h.Name}: {h.Value}"))}\n\n{Body}";
}
