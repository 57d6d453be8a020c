using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ZipkinMesh.Tests.Architecture;

/// <summary>Limits for the size of files and methods, and where types are declared.</summary>
public sealed class FileTests
{
    private const int MaxFileLines = 250;
    private const int MaxMethodLines = 50;
    private const int MaxMedianFileLines = 60;

    private static IEnumerable<SourceFile> Files => SourceProject.All.SelectMany(project => project.Files);

    [Fact]
    public void Files_All_BelongToAProject() => AssertNone(SourceProject.FindFiles().Except(Files.Select(file => file.Path)));

    [Fact]
    public void Files_All_HaveAtMost250Lines() =>
        AssertNone(Files.Where(file => file.LineCount > MaxFileLines).Select(file => $"{file.Path}: {file.LineCount} lines"));

    [Fact]
    public void Files_OfTheProduct_HaveAMedianOfAtMost60Lines()
    {
        var lengths = SourceProject.Product.SelectMany(project => project.Files).Select(file => file.LineCount).Order().ToArray();

        Assert.InRange(lengths[lengths.Length / 2], 1, MaxMedianFileLines);
    }

    [Fact]
    public void Methods_All_HaveAtMost50Lines() => AssertNone(
        from file in Files
        from node in file.Tree.GetRoot().DescendantNodes()
        where node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax
        let span = file.Tree.GetLineSpan(node.Span)
        let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
        where lines > MaxMethodLines
        select $"{file.Path}:{span.StartLinePosition.Line + 1}: {lines} lines");

    /// <summary>A part of a type may lie in a file named <c>Type.Part.cs</c>.</summary>
    [Fact]
    public void Types_All_LieInAFileOfTheirName() => AssertNone(
        from file in Files
        let types = file.Tree.GetRoot().DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).Select(NameOf).OfType<string>().ToArray()
        where types.Length > 1 || (types is [var name] && file.Name != name && !file.Name.StartsWith($"{name}.", StringComparison.Ordinal))
        select $"{file.Path}: declares {string.Join(", ", types)}");

    private static string? NameOf(Microsoft.CodeAnalysis.SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        _ => null,
    };

    private static void AssertNone(IEnumerable<string> offenders)
    {
        var lines = offenders.ToArray();
        Assert.True(lines.Length == 0, string.Join('\n', lines.Prepend($"{lines.Length}:")));
    }
}
