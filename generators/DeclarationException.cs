using Microsoft.CodeAnalysis;

namespace ZipkinMesh.Generators;

/// <summary>Thrown when a declaration is incomplete. It becomes a compiler error at the class or the property.</summary>
internal sealed class DeclarationException(ISymbol symbol, string message) : Exception(message)
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(
        id: "MESH001",
        category: "Options",
        message: $"{symbol.ToDisplayString()}: {Message}",
        severity: DiagnosticSeverity.Error,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        warningLevel: 0,
        location: symbol.Locations.FirstOrDefault());
}
