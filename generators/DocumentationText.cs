using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace ZipkinMesh.Generators;

/// <summary>Reads the descriptions of options from their documentation comments.</summary>
internal static class DocumentationText
{
    /// <summary>Returns the summary of a class or property as one line, with code in backticks.</summary>
    public static string SummaryOf(ISymbol symbol, CancellationToken cancel)
    {
        var xml = symbol.GetDocumentationCommentXml(cancellationToken: cancel);
        var summary = string.IsNullOrEmpty(xml) ? null : XElement.Parse(xml).Element("summary");
        var text = summary is null ? "" : Regex.Replace(string.Concat(summary.Nodes().Select(Text)), @"\s+", " ").Trim();
        return text.Length > 0
            ? text
            : throw new DeclarationException(symbol, "the <summary> is missing; it describes the option (the project needs GenerateDocumentationFile)");
    }

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement element when (element.Attribute("cref") ?? element.Attribute("langword")) is { } reference => $"`{LastPart(reference.Value)}`",
        XElement element => element.Value,
        _ => "",
    };

    // A reference is "P:ZipkinMesh.Proxy.Options.ListenerOptions.Port".
    private static string LastPart(string reference) => reference.Substring(reference.LastIndexOfAny(['.', ':']) + 1);
}
