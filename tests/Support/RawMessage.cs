namespace ZipkinMesh.Tests.Support;

/// <summary>A request or a response as it came over the wire; each character is a byte (Latin-1).</summary>
/// <param name="StartLine">The request line or the status line.</param>
/// <param name="Headers">In the order in which they came, with names as they were written.</param>
/// <param name="Body">Without chunking.</param>
/// <param name="IsComplete">Whether the body came to the end that its framing gives it.</param>
internal sealed record RawMessage(string StartLine, IReadOnlyList<(string Name, string Value)> Headers, string Body, bool IsComplete)
{
    /// <summary>The value of the header that must come no more than once; null when it does not come.</summary>
    public string? this[string name] => All(name) switch
    {
        [] => null,
        [var value] => value,
        var values => throw new InvalidOperationException($"{name} comes {values.Length} times in:\n{this}"),
    };

    /// <summary>The status of a response.</summary>
    public string Status => StartLine.Split(' ')[1];

    /// <summary>The target of a request.</summary>
    public string Target => StartLine.Split(' ')[1];

    public string[] All(string name) =>
        [.. Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value)];

    /// <summary>The names of the headers that begin so.</summary>
    public string[] Names(string head) =>
        [.. Headers.Select(header => header.Name).Where(name => name.StartsWith(head, StringComparison.OrdinalIgnoreCase))];

    public override string ToString() => $"{StartLine}\n{string.Join('\n', Headers.Select(h => $"{h.Name}: {h.Value}"))}\n\n{Body}";
}
