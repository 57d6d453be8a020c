using System.Collections.Frozen;

namespace ZipkinMesh.Proxy.Formatting.Operators;

/// <summary>Lists the command operators. docs/access-log.md describes each of them, and says which of Envoy's are left out.</summary>
internal static class OperatorTable
{
    private static readonly FrozenDictionary<string, OperatorDefinition> ByName = Definitions().ToFrozenDictionary(definition => definition.Name);

    /// <summary>Gets the operators, ordered by name.</summary>
    public static IReadOnlyList<OperatorDefinition> All { get; } = [.. ByName.Values.OrderBy(definition => definition.Name, StringComparer.Ordinal)];

    /// <summary>Returns the operator of a name; null for none.</summary>
    public static OperatorDefinition? Find(string name) => ByName.GetValueOrDefault(name);

    private static IEnumerable<OperatorDefinition> Definitions() =>
    [
        .. TimeOperators.All,
        .. RequestOperators.All,
        .. PathOperators.All,
        .. ResponseOperators.All,
        .. GrpcOperators.All,
        .. UpstreamOperators.All,
        .. DownstreamOperators.All,
        .. TlsOperators.All,
        .. ProcessOperators.All,
    ];
}
