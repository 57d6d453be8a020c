namespace ZipkinMesh.Proxy.Formatting.Operators;

/// <summary>Defines the operators for the machine and the process. Their values are read once.</summary>
internal static class ProcessOperators
{
    public static IEnumerable<OperatorDefinition> All { get; } =
    [
        new("%HOSTNAME%", static command => command.IsPlain ? Constant(Environment.MachineName, null) : null),
        new("%ENVIRONMENT(X):Z%", static command => command.Parameter is ""
            ? null
            : Constant(Environment.GetEnvironmentVariable(command.Parameter), command.MaxLength)),
    ];

    private static TextOperator Constant(string? value, int? maxLength) => new(_ => value, maxLength);
}
