using ZipkinMesh.Proxy.Admin.Commands;

namespace ZipkinMesh.Tests.Admin;

public sealed class NameFilterTests
{
    [Theory]
    [InlineData(null, false, "service1", true)]
    [InlineData("", true, "service1", true)]
    [InlineData("serv", false, "service1", true)]
    [InlineData("serv", true, "service1", false)]
    [InlineData("a|service1", true, "service1", true)]
    [InlineData("^service1$", false, "service1", true)]
    [InlineData("SERVICE", false, "service1", false)]
    public void Matches_Expression_IsContainedOrWhole(string? expression, bool isFullMatch, string name, bool matches)
    {
        Assert.True(NameFilter.TryParse(expression, isFullMatch, out var filter, out _));

        Assert.Equal(matches, filter.Matches(name));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("a)|(b")]
    [InlineData(@"(a)\1")]
    [InlineData("(?=a)")]
    public void TryParse_NotARegularExpression_ReturnsItsProblem(string expression)
    {
        Assert.False(NameFilter.TryParse(expression, isFullMatch: true, out _, out var problem));

        Assert.NotEmpty(problem);
    }
}
