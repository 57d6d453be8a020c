using System.Text;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Docs;

/// <summary>Writes the declarations of options as Markdown: for each section its description and a table.</summary>
internal static class OptionTables
{
    /// <summary>Writes a heading, the description and the table of each section.</summary>
    public static string Write(IEnumerable<OptionsSection> sections)
    {
        var text = new StringBuilder();
        foreach (var section in sections)
        {
            text.Append($"### `{section.Path}`\n\n{section.Description}\n\n{WriteTable(section.Options)}\n");
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
