using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ZipkinMesh.Generators;

/// <summary>Writes the C# expression that creates the rule of an option.</summary>
internal static class RuleExpression
{
    private const string Rules = "global::ZipkinMesh.Hosting.Options.Rules.";
    private const string RuleInterface = "ZipkinMesh.Hosting.Options.Rules.IOptionRule";
    private const string Annotations = "System.ComponentModel.DataAnnotations.";

    /// <summary>
    /// Returns the rule that an attribute gives; without one, the rule that follows from the property's type.
    /// </summary>
    public static string Of(IPropertySymbol property)
    {
        var attributes = property.GetAttributes();
        if (attributes.FirstOrDefault(attribute => attribute.AttributeClass!.AllInterfaces.Any(i => i.ToDisplayString() == RuleInterface)) is { } rule)
        {
            return Create(rule);
        }

        var range = Find(attributes, Annotations + "RangeAttribute");
        return ValueTypeOf(property) switch
        {
            { SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } when range is not null => $"new {Rules}IntegerRule({Arguments(range)})",
            { SpecialType: SpecialType.System_Double } when range is not null => $"new {Rules}NumberRule({Arguments(range)})",
            { SpecialType: SpecialType.System_Boolean } => $"new {Rules}FlagRule()",
            { TypeKind: TypeKind.Enum } type => $"new {Rules}ChoiceRule({NamesOf(type)})",
            { SpecialType: SpecialType.System_String } when Find(attributes, Annotations + "AllowedValuesAttribute") is { } values =>
                $"new {Rules}ChoiceRule({Arguments(values)})",
            { SpecialType: SpecialType.System_String } or IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_String } => $"new {Rules}TextRule()",
            _ => throw new DeclarationException(property, "an attribute must give the allowed values, such as [Range] or [DurationRange]"),
        };
    }

    /// <summary>Returns the expression that creates an attribute again.</summary>
    public static string Create(AttributeData attribute)
    {
        var named = attribute.NamedArguments.Select(argument => $"{argument.Key} = {Literal(argument.Value)}").ToList();
        var initializer = named.Count == 0 ? "" : $" {{ {string.Join(", ", named)} }}";
        return $"new {attribute.AttributeClass!.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}({Arguments(attribute)}){initializer}";
    }

    /// <summary>Returns the attribute of a type by its full name; null when there is none.</summary>
    public static AttributeData? Find(IEnumerable<AttributeData> attributes, string name) =>
        attributes.FirstOrDefault(attribute => attribute.AttributeClass!.ToDisplayString() == name);

    // That of a nullable type.
    private static ITypeSymbol ValueTypeOf(IPropertySymbol property) =>
        property.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : property.Type;

    // An array is the parameter that takes any number of values.
    private static string Arguments(AttributeData attribute) => string.Join(
        ", ",
        attribute.ConstructorArguments.SelectMany(argument => argument.Kind == TypedConstantKind.Array ? argument.Values : [argument]).Select(Literal));

    private static string Literal(TypedConstant constant) => constant.Value is double number
        ? number.ToString("R", CultureInfo.InvariantCulture) + "d"
        : constant.ToCSharpString();

    private static string NamesOf(ITypeSymbol type) => string.Join(
        ", ",
        type.GetMembers().OfType<IFieldSymbol>().Where(field => field.IsConst).Select(field => SymbolDisplay.FormatLiteral(field.Name, quote: true)));
}
