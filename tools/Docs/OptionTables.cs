using System.Text;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Docs;

/// <summary>Writes the declarations of options as Markdown: for each section its description and a table.</summary>
internal static class OptionTables
{
    /// <summary>Writes a heading, the description and the table of each section. Sections that have the same options share one table.</summary>
    public static string Write(IEnumerable<OptionsSection> sections)
    {
        var text = new StringBuilder();
        foreach (var group in sections.GroupBy(section => section.Options))
        {
            var headings = string.Join(", ", group.Select(section => $"`{section.Path}`"));
            text.Append($"### {headings}\n\n{group.First().Description}\n\n{WriteTable(group.Key)}\n");
        }

        return text.ToString();
    }

    /// <summary>Writes a table of options.</summary>
    public static string WriteTable(IEnumerable<OptionDeclaration> options)
    {
        var text = new StringBuilder("| key | description | allowed | default |\n|---|---|---|---|\n");
        foreach (var option in options)
        {
            text.Append($"| {KeyOf(option)} | {Cell(option.Description)} | {AllowedBy(option.Rule)} | {DefaultOf(option)} |\n");
        }

        return text.ToString();
    }

    private static string KeyOf(OptionDeclaration option) => option.Switch is { } commandLine
        ? $"`{option.Key}`, `{commandLine.Name}`"
        : $"`{option.Key}`";

    private static string AllowedBy(IOptionRule rule) => rule is TextRule ? "" : Cell(rule.Allowed);

    private static string DefaultOf(OptionDeclaration option) => option switch
    {
        { IsRequired: true } => "required",
        { Default.Length: 0 } => "none",
        _ => $"`{option.Default}`",
    };

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
