using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Formatting.Operators;

/// <summary>Creates the definitions of operators that take neither a parameter nor a length.</summary>
internal static class Define
{
    public static OperatorDefinition Text(string name, Func<StreamInfo, string?> read) =>
        new($"%{name}%", command => command.IsPlain ? new TextOperator(read) : null);

    public static OperatorDefinition Number(string name, Func<StreamInfo, long?> read) =>
        new($"%{name}%", command => command.IsPlain ? new NumberOperator(read) : null);

    /// <summary>Defines a duration in whole milliseconds, as Envoy's are.</summary>
    public static OperatorDefinition Duration(string name, Func<StreamInfo, TimeSpan?> read) =>
        Number(name, stream => (long?)read(stream)?.TotalMilliseconds);

    /// <summary>Defines an operator without a value, which Envoy doesn't have either for the traffic of this proxy.</summary>
    public static OperatorDefinition Absent(string name) => Text(name, static _ => null);
}
