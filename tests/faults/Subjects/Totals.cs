using System.Globalization;
using System.Text.RegularExpressions;

namespace ZipkinMesh.Faults.Subjects;

/// <summary>Reads the totals that our proxies log when they end.</summary>
internal static partial class Totals
{
    /// <summary>Returns the number of spans that weren't sent; null when the totals are missing.</summary>
    /// <param name="output">The lines of the program's output.</param>
    public static long? NotSent(IEnumerable<string> output) =>
        output.Select(line => Pattern.Match(line)).LastOrDefault(match => match.Success) is { } totals
            ? totals.Groups["count"].Captures.Sum(count => long.Parse(count.Value, CultureInfo.InvariantCulture))
            : null;

    // Spans sent: 500, failed: 0, dropped: 0.
    [GeneratedRegex(@"Spans sent: \d+(, [a-z ]+: (?<count>\d+))+")]
    private static partial Regex Pattern { get; }
}
