using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ZipkinMesh.Tests.Architecture;

/// <summary>
/// Finds which namespaces of a project use which: by using directives, and by names that resolve to types declared in the project or to
/// their members. Generated code is missing, so some names resolve to nothing; those are ignored.
/// </summary>
internal static class NamespaceUses
{
    private static readonly Lazy<MetadataReference[]> References = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))]);

    /// <summary>Returns the uses of other namespaces, file by file.</summary>
    public static List<NamespaceUse> Of(SourceProject project)
    {
        var imports = SourceFile.Parse("", string.Concat(project.GlobalUsings.Select(name => $"global using {name};\n")));
        var compilation = CSharpCompilation.Create(
            "analyzed", project.Files.Append(imports).Select(file => file.Tree), References.Value, new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        // Resolving a name costs far more than reading it: names that no file declares are left out.
        var declared = project.Files.SelectMany(file => file.Tree.GetRoot().DescendantNodes()).Select(DeclaredName).OfType<string>().ToHashSet();
        return [.. project.Files.SelectMany(file => Of(file, compilation, declared)).Distinct()];
    }

    private static IEnumerable<NamespaceUse> Of(SourceFile file, CSharpCompilation compilation, HashSet<string> declared)
    {
        var model = compilation.GetSemanticModel(file.Tree);
        var root = file.Tree.GetRoot();
        var own = root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString() ?? "";
        foreach (var name in root.DescendantNodes().OfType<SimpleNameSyntax>().Where(name => declared.Contains(name.Identifier.Text)))
        {
            if (TypeOf(SymbolOf(model, name)) is { } type && SourceOf(type) is { } target && NameOf(type.ContainingNamespace) is var used && used != own)
            {
                yield return new(own, used, file.Path, target, type.Name);
            }
        }

        foreach (var directive in root.DescendantNodes().OfType<UsingDirectiveSyntax>())
        {
            if (directive.NamespaceOrType is NameSyntax name && SymbolOf(model, name) is INamespaceSymbol used && DeclaresTypes(used) && NameOf(used) != own)
            {
                yield return new(own, NameOf(used), file.Path, null, directive.ToString());
            }
        }
    }

    private static string? DeclaredName(SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        MethodDeclarationSyntax method => method.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        EnumMemberDeclarationSyntax member => member.Identifier.Text,
        ParameterSyntax { Parent.Parent: RecordDeclarationSyntax } parameter => parameter.Identifier.Text,
        VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } field => field.Identifier.Text,
        _ => null,
    };

    private static ISymbol? SymbolOf(SemanticModel model, SyntaxNode name) => model.GetSymbolInfo(name) is var info ? info.Symbol ?? info.CandidateSymbols.FirstOrDefault() : null;

    private static INamedTypeSymbol? TypeOf(ISymbol? symbol) => symbol switch
    {
        INamedTypeSymbol type => type.OriginalDefinition,
        IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol => symbol.ContainingType?.OriginalDefinition,
        _ => null,
    };

    private static string? SourceOf(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.FilePath;

    private static bool DeclaresTypes(INamespaceSymbol symbol) => symbol.GetTypeMembers().Any(type => SourceOf(type) is not null);

    private static string NameOf(INamespaceSymbol symbol) => symbol.IsGlobalNamespace ? "" : symbol.ToDisplayString();
}
