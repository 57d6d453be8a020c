using ZipkinMesh.Fuzz.Differential.Requests;
using ZipkinMesh.Hosting;

namespace ZipkinMesh.Fuzz.Differential.Verdicts;

/// <summary>
/// Reads the differences that are by design, one in each line: <c>OnlyOursForwards method/PROPFIND: reason</c>. Lines that begin with #
/// are comments.
/// </summary>
internal sealed class KnownDifferences
{
    private readonly HashSet<(Verdict Verdict, string Oddity)> _entries = [];

    /// <exception cref="SettingException">A line can't be read, or names an oddity that doesn't exist.</exception>
    public KnownDifferences(string file)
    {
        var names = RequestGenerator.Names.ToHashSet(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(file).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon < 0 || line[..colon].Split(' ') is not [var verdict, var oddity] || !Enum.TryParse(verdict, out Verdict parsed) || parsed is Verdict.Same or Verdict.Smuggled || !names.Contains(oddity))
            {
                throw SettingException.NotAllowed(file, line, "VERDICT ODDITY: REASON");
            }

            _entries.Add((parsed, oddity));
        }
    }

    /// <summary>Returns a value indicating whether one of the case's oddities is known to cause the verdict.</summary>
    public bool Contains(Verdict verdict, RequestCase request) => request.Oddities.Any(oddity => _entries.Contains((verdict, oddity)));
}
