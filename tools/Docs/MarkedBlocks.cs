namespace ZipkinMesh.Docs;

/// <summary>
/// Replaces the generated blocks of a Markdown document, which stand between two comments:
/// <code>
/// &lt;!-- generated: options --&gt;
/// ...
/// &lt;!-- end of generated --&gt;
/// </code>
/// </summary>
internal static class MarkedBlocks
{
    private const string End = "<!-- end of generated -->";

    /// <summary>Returns the document with new blocks.</summary>
    /// <param name="document">The document, with a pair of comments for each block.</param>
    /// <param name="blocks">The blocks by their names.</param>
    public static string Replace(string document, IReadOnlyDictionary<string, string> blocks)
    {
        foreach (var (name, text) in blocks)
        {
            var marker = $"<!-- generated: {name} -->";
            var start = document.IndexOf(marker, StringComparison.Ordinal);
            var end = start < 0 ? -1 : document.IndexOf(End, start, StringComparison.Ordinal);
            if (end < 0)
            {
                throw new InvalidOperationException($"The document has no block between '{marker}' and '{End}'.");
            }

            document = $"{document[..(start + marker.Length)]}\n\n{text.Trim('\n')}\n\n{document[end..]}";
        }

        return document;
    }
}
