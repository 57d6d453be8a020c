using ZipkinMesh.Hosting.Options.Rules;
using ZipkinMesh.Proxy.Admin;

namespace ZipkinMesh.Tests.Admin;

public sealed class AllowedPathsTests
{
    [Theory]
    [InlineData("", "/anything", true)]
    [InlineData("/ready", "/ready", true)]
    [InlineData("/ready", "/ready?x", false)]
    [InlineData("/ready", "/ready/", false)]
    [InlineData("/stats*", "/stats/prometheus?usedonly", true)]
    [InlineData("/ready, /stats*", "/help", false)]
    public void Allow_Target_IsInTheList(string paths, string target, bool isAllowed) =>
        Assert.Equal(isAllowed, new AllowedPaths(new() { AllowPaths = paths }).Allow(target));

    [Theory]
    [InlineData("", true)]
    [InlineData("/ready, /stats*", true)]
    [InlineData("ready", false)]
    [InlineData("/st*ts", false)]
    [InlineData("/stats**", false)]
    public void Setting_List_IsValidated(string paths, bool isValid) => Assert.Equal(isValid, new PathListAttribute().Allows(paths));
}
