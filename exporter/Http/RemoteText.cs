using System.Globalization;

namespace ZipkinMesh.Exporter.Http;

/// <summary>Prepares text that another program sent for the log.</summary>
internal static class RemoteText
{
    /// <summary>The length that text is cut to.</summary>
    public const int MaxLength = 200;

    /// <summary>Returns at most 200 characters of the text, on one line, with control characters escaped.</summary>
    public static string ForLog(string text)
    {
        var shown = text.Length > MaxLength ? text[..MaxLength] : text;
        return string.Concat(shown.Trim().ReplaceLineEndings(" ").Select(Escape)) + (text.Length > MaxLength ? "..." : "");
    }

    // As in ZipkinMesh.Hosting, which this library can't reference: it would bring ASP.NET Core to every user.
    private static string Escape(char character) =>
        !char.IsControl(character) && char.GetUnicodeCategory(character) != UnicodeCategory.Format ? character.ToString()
        : character <= 0xff ? $"\\x{(int)character:x2}"
        : $"\\u{(int)character:x4}";
}
