using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace ZipkinMesh.Proxy.Admin.Commands;

/// <summary>
/// Filters names by a regular expression of a request. It takes linear time, as Envoy's RE2 does, so that no expression can keep the proxy
/// busy.
/// </summary>
internal sealed class NameFilter
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private readonly Regex? _regex;

    private NameFilter(Regex? regex) => _regex = regex;

    /// <summary>Parses an expression that a name must contain, or be when <paramref name="isFullMatch"/>; null or empty matches all names.</summary>
    /// <returns>False when the expression is invalid; the problem says why.</returns>
    public static bool TryParse(string? expression, bool isFullMatch, [NotNullWhen(true)] out NameFilter? filter, [NotNullWhen(false)] out string? problem)
    {
        try
        {
            filter = new NameFilter(string.IsNullOrEmpty(expression) ? null : Parse(expression, isFullMatch));
            problem = null;
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            filter = null;
            problem = e.Message;
            return false;
        }
    }

    public bool Matches(string name) => _regex is null || _regex.IsMatch(name);

    // Parsed alone first: "a)|(b" is invalid, although it would be valid inside the group.
    private static Regex Parse(string expression, bool isFullMatch)
    {
        var regex = new Regex(expression, Options);
        return isFullMatch ? new Regex($@"\A(?:{expression})\z", Options) : regex;
    }
}
