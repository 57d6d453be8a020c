using System.Buffers;
using System.Globalization;
using System.Text;

namespace ZipkinMesh.Proxy.Http;

/// <summary>Prepares text that another program sent for the log.</summary>
internal static class RemoteText
{
    /// <summary>The length that text is cut to.</summary>
    public const int MaxLength = 200;

    // Control characters, and those that end a line or change the direction of text.
    private static readonly SearchValues<char> Unsafe = SearchValues.Create(
        [.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code)
            .Where(character => char.IsControl(character)
                || char.GetUnicodeCategory(character) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format)]);

    /// <summary>Returns at most 200 characters of the text, on one line, with control characters as escapes such as <c>\u001b</c>.</summary>
    public static string ForLog(string text)
    {
        var shown = text.AsSpan(0, Math.Min(text.Length, MaxLength)).Trim();
        var ending = text.Length > MaxLength ? "..." : "";
        if (!shown.ContainsAny(Unsafe))
        {
            return ending.Length == 0 && shown.Length == text.Length ? text : $"{shown}{ending}";
        }

        var escaped = new StringBuilder();
        foreach (var character in shown)
        {
            if (character is '\r' or '\n')
            {
                escaped.Append(' ');
            }
            else if (Unsafe.Contains(character))
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                escaped.Append(character);
            }
        }

        return escaped.Append(ending).ToString();
    }
}
