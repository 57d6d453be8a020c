namespace ZipkinMesh.Proxy.Formatting.Operators;

/// <summary>Represents an operator as a format has it: <c>%NAME(PARAMETER):LENGTH%</c>.</summary>
/// <param name="Parameter">The text in the parentheses; empty without any.</param>
/// <param name="MaxLength">The length to which the value is cut; null for no limit.</param>
internal readonly record struct FormatCommand(string Parameter, int? MaxLength)
{
    /// <summary>Gets a value indicating that the operator stands alone, without a parameter or a length.</summary>
    public bool IsPlain => Parameter.Length == 0 && MaxLength is null;
}
