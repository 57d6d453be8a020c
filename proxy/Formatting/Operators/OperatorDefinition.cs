namespace ZipkinMesh.Proxy.Formatting.Operators;

/// <summary>Defines a command operator.</summary>
/// <param name="Syntax">The operator with its parameters, as messages and documentation show it: <c>%REQ(X?Y):Z%</c>.</param>
/// <param name="Create">Creates the operator for a command; null when its parameter or its length isn't allowed.</param>
internal sealed record OperatorDefinition(string Syntax, Func<FormatCommand, FormatOperator?> Create)
{
    /// <summary>Gets the name.</summary>
    public string Name { get; } = Syntax[1..Syntax.IndexOfAny(['(', '%'], 1)];
}
