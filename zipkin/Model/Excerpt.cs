namespace ZipkinMesh.Zipkin.Model;

/// <summary>Shortens input that error messages quote: a message may contain a name of many megabytes.</summary>
internal static class Excerpt
{
    /// <summary>The maximum number of characters of input in an error message.</summary>
    public const int MaxChars = 256;

    /// <summary>Returns the text, or its start and an ellipsis when it is longer than <paramref name="maxChars"/>.</summary>
    public static string Of(string text, int maxChars = MaxChars)
    {
        if (text.Length <= maxChars)
        {
            return text;
        }

        // Both halves of a surrogate pair, or none.
        var end = char.IsHighSurrogate(text[maxChars - 2]) ? maxChars - 2 : maxChars - 1;
        return $"{text.AsSpan(0, end)}…";
    }
}
