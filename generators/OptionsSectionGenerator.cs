using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ZipkinMesh.Generators;

/// <summary>
/// Adds a static property <c>Section</c> to each class with <c>[OptionsSection]</c>: the declaration of its options, from which
/// validation, <c>--help</c>, the documentation and the JSON schema are made.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class OptionsSectionGenerator : IIncrementalGenerator
{
    private const string Marker = "ZipkinMesh.Hosting.Options.OptionsSectionAttribute";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var sections = context.SyntaxProvider.ForAttributeWithMetadataName(Marker, static (node, _) => node is ClassDeclarationSyntax, Generate);
        context.RegisterSourceOutput(sections, static (output, section) =>
        {
            if (section.Problem is { } problem)
            {
                output.ReportDiagnostic(problem);
            }
            else
            {
                output.AddSource(section.FileName, SourceText.From(section.Source, Encoding.UTF8));
            }
        });
    }

    private static GeneratedSection Generate(GeneratorAttributeSyntaxContext context, CancellationToken cancel)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        try
        {
            return new GeneratedSection($"{type.ToDisplayString()}.Section.g.cs", SectionWriter.Write(type, context.Attributes[0], cancel), null);
        }
        catch (DeclarationException e)
        {
            return new GeneratedSection("", "", e.ToDiagnostic());
        }
    }
}
