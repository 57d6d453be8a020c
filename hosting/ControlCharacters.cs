using System.Globalization;
using System.Text;

namespace ZipkinMesh.Hosting;

/// <summary>
/// Escapes control characters in text of unknown origin, so that it can't forge a line, control the terminal or change the direction of text.
/// </summary>
public static class ControlCharacters
{
    /// <summary>Returns the text with each of these characters as <c>\x1b</c>, or <c>\u202e</c> beyond Latin-1.</summary>
    public static string Escape(string text)
    {
        // Nearly all text is printable ASCII.
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (!IsUnsafe(character))
            {
                escaped.Append(character);
            }
            else if (character <= 0xff)
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\x{(int)character:x2}");
            }
            else
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
        }

        return escaped.ToString();
    }

    /// <summary>Returns true for a control character, one that ends a line and one that changes the direction of text.</summary>
    public static bool IsUnsafe(char character) => char.IsControl(character)
        || char.GetUnicodeCategory(character) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format;
}
