using System.Globalization;
using System.Text;

namespace ZipkinMesh.Hosting.Logging;

/// <summary>Escapes control characters in text of unknown origin, so that it can't forge a line or control the terminal.</summary>
public static class ControlCharacters
{
    /// <summary>Returns the text with each control character as <c>\x1b</c>.</summary>
    public static string Escape(string text)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var escaped = new StringBuilder();
        foreach (var character in text)
        {
            _ = char.IsControl(character)
                ? escaped.Append(CultureInfo.InvariantCulture, $"\\x{(int)character:x2}")
                : escaped.Append(character);
        }

        return escaped.ToString();
    }
}
