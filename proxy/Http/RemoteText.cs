using ZipkinMesh.Hosting;

namespace ZipkinMesh.Proxy.Http;

/// <summary>Prepares text that another program sent for the log.</summary>
internal static class RemoteText
{
    /// <summary>The length that text is cut to.</summary>
    public const int MaxLength = 200;

    /// <summary>Returns at most 200 characters of the text, on one line, with control characters escaped.</summary>
    public static string ForLog(string text)
    {
        var shown = text.Length > MaxLength ? text[..MaxLength] : text;
        return ControlCharacters.Escape(shown.Trim().ReplaceLineEndings(" ")) + (text.Length > MaxLength ? "..." : "");
    }
}
