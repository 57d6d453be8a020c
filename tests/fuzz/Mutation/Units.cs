namespace ZipkinMesh.Fuzz.Mutation;

/// <summary>Finds the units of a text that grammars have in common.</summary>
internal static class Units
{
    /// <summary>Returns the letters and digits around a position.</summary>
    public static Range Word(List<byte> text, int at) => Around(text, at, b => !char.IsAsciiLetterOrDigit((char)b));

    /// <summary>Returns what lies between the separators around a position.</summary>
    public static Range Item(List<byte> text, int at) => Around(text, at, b => b is (byte)',' or (byte)'\n' or (byte)'-' or (byte)'/' or (byte)'{' or (byte)'}' or (byte)'[' or (byte)']');

    /// <summary>Returns the string or the group in brackets that begins at or before a position, with its brackets.</summary>
    public static Range Group(List<byte> text, int at)
    {
        var start = text.FindLastIndex(at, b => b is (byte)'"' or (byte)'{' or (byte)'[');
        if (start < 0)
        {
            return Word(text, at);
        }

        var (open, depth) = (text[start], 0);
        var close = open switch { (byte)'{' => (byte)'}', (byte)'[' => (byte)']', _ => open };
        for (var i = start; i < text.Count; i++)
        {
            depth += i > start && text[i] == close ? -1 : text[i] == open ? 1 : 0;
            if (depth == 0)
            {
                return start..(i + 1);
            }
        }

        return start..text.Count;
    }

    private static Range Around(List<byte> text, int at, Predicate<byte> isEnd)
    {
        var start = text.FindLastIndex(at, isEnd) + 1;
        var end = text.FindIndex(at, isEnd);
        return Math.Min(start, at)..(end < 0 ? text.Count : Math.Max(end, at));
    }
}
