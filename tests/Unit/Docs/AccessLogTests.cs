using System.Text.RegularExpressions;
using ZipkinMesh.Proxy.AccessLog;
using ZipkinMesh.Proxy.Formatting.Operators;

namespace ZipkinMesh.Tests.Docs;

/// <summary>Tests that docs/access-log.md describes the operators that there are.</summary>
public sealed partial class AccessLogTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Checkout.Root, "docs/access-log.md"));

    private static string LeftOut => Page[Page.IndexOf("Left out,", StringComparison.Ordinal)..];

    [Fact]
    public void Table_Operators_AreThoseOfTheCode()
    {
        var described = Row().Matches(Page).SelectMany(row => Name().Matches(row.Value)).Select(name => name.Groups[1].Value);

        Assert.Equal(OperatorTable.All.Select(known => known.Name), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void LeftOut_Operators_AreUnknown()
    {
        var names = Name().Matches(LeftOut).Select(name => name.Groups[1].Value).Except(["COMMON_DURATION"]).ToList();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Null(OperatorTable.Find(name)));
    }

    [Fact]
    public void DefaultFormat_OfThePage_IsTheCodes() => Assert.Contains($"    {TextFormat.Default}\n", Page, StringComparison.Ordinal);

    // The first column.
    [GeneratedRegex("^\\| `%[^|]*", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`%([A-Z0-9_]+)")]
    private static partial Regex Name();
}
