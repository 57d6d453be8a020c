using Microsoft.Extensions.Primitives;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Formatting.Operators;

/// <summary>Creates the operators for headers: <c>%REQ(X?Y):Z%</c> is the header X or, if it is absent, Y, cut to Z bytes.</summary>
internal static class HeaderOperator
{
    /// <summary>Creates an operator.</summary>
    /// <param name="command">The command.</param>
    /// <param name="readHeader">Returns a function that reads the header of a name in lower case.</param>
    /// <returns>Null when the parameter isn't allowed.</returns>
    public static TextOperator? Create(FormatCommand command, Func<string, Func<StreamInfo, string?>> readHeader)
    {
        var names = command.Parameter.ToLowerInvariant().Split('?');
        if (names.Length > 2 || !names.All(IsName))
        {
            return null;
        }

        var readMain = readHeader(names[0]);
        if (names.Length == 1)
        {
            return new TextOperator(readMain, command.MaxLength);
        }

        var readOther = readHeader(names[1]);
        return new TextOperator(stream => readMain(stream) ?? readOther(stream), command.MaxLength);
    }

    /// <summary>Returns the first value, as Envoy does; null for none.</summary>
    public static string? First(in StringValues values) => values.Count == 0 ? null : values[0] ?? "";

    private static bool IsName(string name) => name.Length > 0 && !name.AsSpan().ContainsAnyExceptInRange('!', '~');
}
