using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ZipkinMesh.Tests.Architecture;

/// <summary>A C# file of the checkout.</summary>
/// <param name="Path">The path from the root of the checkout, with slashes.</param>
/// <param name="Tree">The parsed text.</param>
internal sealed record SourceFile(string Path, SyntaxTree Tree)
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview, DocumentationMode.Parse);

    /// <summary>Gets the name of the file without its extension.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Gets the number of lines.</summary>
    public int LineCount => Tree.GetText().ToString().TrimEnd().Count(c => c == '\n') + 1;

    /// <summary>Parses a text.</summary>
    public static SourceFile Parse(string path, string text) => new(path, CSharpSyntaxTree.ParseText(text, Options, path));

    /// <summary>Gets the line of a node or of a comment, counted from 1.</summary>
    public int LineOf(Microsoft.CodeAnalysis.Text.TextSpan span) => Tree.GetLineSpan(span).StartLinePosition.Line + 1;
}
