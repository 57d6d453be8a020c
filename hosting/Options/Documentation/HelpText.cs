using System.Text;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Hosting.Options.Documentation;

/// <summary>Writes the text of <c>--help</c>, in lines of at most 100 columns.</summary>
public static class HelpText
{
    private const int Width = 100;
    private const string Indent = "  ";

    /// <summary>Writes terms in one column and their descriptions in another.</summary>
    /// <param name="rows">The terms and their descriptions.</param>
    public static string Columns(IReadOnlyCollection<(string Term, string Description)> rows)
    {
        var text = new StringBuilder();
        var termWidth = rows.Max(row => row.Term.Length) + Indent.Length;
        var margin = new string(' ', Indent.Length + termWidth);
        foreach (var (term, description) in rows)
        {
            text.Append(Indent).Append(term.PadRight(termWidth));
            text.AppendJoin($"\n{margin}", Wrap(description, Width - margin.Length)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Writes a paragraph.</summary>
    /// <param name="text">The text of the paragraph.</param>
    /// <param name="indent">The text that each line begins with.</param>
    public static string Paragraph(string text, string indent = "") =>
        string.Concat(Wrap(text, Width - indent.Length).Select(line => $"{indent}{line}\n"));

    /// <summary>Writes the options of some sections: their keys, descriptions, allowed values and defaults.</summary>
    /// <param name="sections">The sections.</param>
    public static string Settings(IEnumerable<OptionsSection> sections) => string.Join('\n', sections.Select(section =>
        $"{section.Path}\n{Paragraph(PlainText.Of(section.Description), Indent)}\n"
        + Columns([.. section.Options.Select(option => (option.Key, DescriptionOf(option)))])));

    private static string DescriptionOf(OptionDeclaration option)
    {
        var allowed = option.Rule is TextRule ? "" : $" Allowed: {option.Rule.Allowed}.";
        var missing = option switch
        {
            { IsRequired: true } => " Required.",
            { Default.Length: > 0 } => $" Default: {option.Default}.",
            _ => "",
        };
        return PlainText.Of(option.Description) + allowed + missing;
    }

    private static List<string> Wrap(string text, int width)
    {
        List<string> lines = [];
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }

            line.Append(line.Length == 0 ? "" : " ").Append(word);
        }

        lines.Add(line.ToString());
        return lines;
    }
}
