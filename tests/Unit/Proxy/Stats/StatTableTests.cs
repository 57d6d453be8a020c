using System.Text.RegularExpressions;
using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Stats;

namespace ZipkinMesh.Tests.Proxy.Stats;

/// <summary>Tests the declarations of the statistics.</summary>
public sealed partial class StatTableTests
{
    public static TheoryData<string> Names => [.. StatTable.All.Select(definition => definition.Name)];

    /// <summary>Envoy's name without its tags is the name of the instrument.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Template_WithoutTags_IsTheName(string name)
    {
        var template = StatTable.Get(name).Template;

        var untagged = Tag().Replace(template, "").Replace("..", ".", StringComparison.Ordinal).TrimEnd('_', '.');
        Assert.Equal(name, untagged.Replace("_xx", "_xx", StringComparison.Ordinal));
    }

    [Fact]
    public void TextName_WithTags_IsEnvoys() => Assert.Equal(
        "listener.0.0.0.0_8000.http.ingress_http.downstream_rq_2xx",
        StatTable.Get("listener.http.downstream_rq_xx").TextName(
            [new(StatTags.CodeClass, "2"), new(StatTags.ConnectionManager, "ingress_http"), new(StatTags.Listener, "0.0.0.0_8000")]));

    [Theory]
    [InlineData(99, 0)]
    [InlineData(100, 1)]
    [InlineData(299, 2)]
    [InlineData(599, 5)]
    [InlineData(600, 0)]
    [InlineData(-1, 0)]
    public void StatusCounters_AnyStatus_CountsInItsClass(int status, int codeClass)
    {
        var counters = new StatusCounters();

        counters.Increment(status);

        Assert.Equal(1, counters.Total);
        Assert.Equal(codeClass, Enumerable.Range(1, 5).SingleOrDefault(c => counters.OfClass(c) == 1));
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Tag();
}
