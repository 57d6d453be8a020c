using Microsoft.Extensions.Configuration;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Tests.Settings;

public sealed class EnvironmentSettingsTests
{
    private static readonly OptionsSection Section = new("", "Settings.", [
        new OptionDeclaration("QUERY_PORT", "The port.", new IntegerRule(0, 9), "1"),
        new OptionDeclaration("urls", "The addresses.", new HttpUrlAttribute("http://a"), "") { Switch = new("--urls", "URLS") },
    ]);

    [Fact]
    public void Select_SettingsOfOtherPrograms_AreLeftOut()
    {
        var settings = Select(("QUERY_PORT", "9"), ("PATH", "/bin"));

        Assert.Equal([KeyValuePair.Create("QUERY_PORT", (string?)"9")], settings.AsEnumerable());
    }

    [Fact]
    public void Select_EmptyValue_CountsAsNone() => Assert.Empty(Select(("QUERY_PORT", "")).AsEnumerable());

    [Theory]
    [InlineData("QUERY_PORT", "10", "QUERY_PORT: '10' is not allowed; allowed: 0 to 9")]
    [InlineData("urls", "a", "--urls: 'a' is not allowed; allowed: an http or https URL, such as http://a")]
    public void Select_NotAllowed_ThrowsOneLine(string key, string value, string line) =>
        Assert.Equal(line, Assert.Throws<SettingException>(() => Select((key, value))).Message);

    [Fact]
    public void Select_RequiredMissing_ThrowsOneLine()
    {
        var section = Section with { Options = [Section.Options[0] with { IsRequired = true }] };

        var exception = Assert.Throws<SettingException>(() => EnvironmentSettings.Select(new ConfigurationBuilder().Build(), section));

        Assert.Equal("QUERY_PORT: missing; required: 0 to 9", exception.Message);
    }

    private static IConfiguration Select(params (string Key, string Value)[] settings) => EnvironmentSettings.Select(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build(),
        Section);
}
