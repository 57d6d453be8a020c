namespace ZipkinMesh.Hosting.Options.Documentation;

/// <summary>Converts descriptions for places that show plain text.</summary>
public static class PlainText
{
    /// <summary>Returns a description without the backticks around code.</summary>
    /// <param name="description">The description.</param>
    public static string Of(string description) => description.Replace("`", "", StringComparison.Ordinal);
}
