using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ZipkinMesh.Tests.PublicApi;

/// <summary>Lists what users of an assembly can call: a line for each public type and each of its members.</summary>
internal static class ApiListing
{
    private static readonly SymbolDisplayFormat Format = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        memberOptions: SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeContainingType
            | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeConstantValue | SymbolDisplayMemberOptions.IncludeRef,
        delegateStyle: SymbolDisplayDelegateStyle.NameAndSignature,
        extensionMethodStyle: SymbolDisplayExtensionMethodStyle.StaticMethod,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue
            | SymbolDisplayParameterOptions.IncludeParamsRefOut | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        kindOptions: SymbolDisplayKindOptions.IncludeTypeKeyword,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Returns the lines for an assembly, type by type.</summary>
    public static string[] Of(System.Reflection.Assembly assembly)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)).ToArray();
        var compilation = CSharpCompilation.Create("api", references: references);
        var symbol = (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(references.Single(reference => reference.FilePath == assembly.Location))!;
        return [.. TypesOf(symbol.GlobalNamespace).OrderBy(type => type.ToDisplayString(Format), StringComparer.Ordinal).SelectMany(LinesOf)];
    }

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceOrTypeSymbol scope) =>
        scope.GetTypeMembers().Where(IsVisible).SelectMany(type => TypesOf(type).Prepend(type))
            .Concat(scope is INamespaceSymbol space ? space.GetNamespaceMembers().SelectMany(TypesOf) : []);

    private static IEnumerable<string> LinesOf(INamedTypeSymbol type) =>
        type.GetMembers().Where(member => IsVisible(member) && !IsAccessor(member) && member is not INamedTypeSymbol && !member.IsImplicitlyDeclared)
            .Select(member => member.ToDisplayString(Format)).Order(StringComparer.Ordinal).Prepend(HeaderOf(type));

    private static string HeaderOf(INamedTypeSymbol type)
    {
        var bases = type.Interfaces.Prepend(type.TypeKind == TypeKind.Class && type.BaseType is { SpecialType: SpecialType.None } parent ? parent : null).OfType<INamedTypeSymbol>();
        var modifier = type.TypeKind != TypeKind.Class ? "" : type.IsStatic ? "static " : type.IsSealed ? "sealed " : type.IsAbstract ? "abstract " : "";
        var list = string.Join(", ", bases.Select(symbol => symbol.ToDisplayString(Format)));
        return $"{modifier}{type.ToDisplayString(Format)} : {list}".TrimEnd(' ', ':');
    }

    private static bool IsVisible(ISymbol symbol) => symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    private static bool IsAccessor(ISymbol member) => member is IMethodSymbol { AssociatedSymbol: not null };
}
