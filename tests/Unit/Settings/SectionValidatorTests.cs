using Microsoft.Extensions.Configuration;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Tests.Settings;

public sealed class SectionValidatorTests
{
    private static readonly OptionsSection Closed = new("Servers:{name}", "Servers.", [
        new OptionDeclaration("Port", "The port.", new IntegerRule(1, 9), "") { IsRequired = true },
        new OptionDeclaration("Name", "The name.", new TextRule(), ""),
    ]);

    private static readonly OptionsSection Open = Closed with { AllowsOtherKeys = true };

    [Theory]
    [InlineData("Servers:a:Port=9")]
    [InlineData("Servers:a:PORT=9")]
    [InlineData("servers:a:port=9", "Servers:b:Port=1", "Servers:b:Name=")]
    [InlineData("Others:a:Port=10")]
    [InlineData("Servers=none")]
    [InlineData]
    public void Check_Allowed_Returns(params string[] settings) => SectionValidator.Check(Configuration(settings), Closed);

    [Theory]
    [InlineData("Servers:a:Port: '10' is not allowed; allowed: 1 to 9", "Servers:a:Port=10")]
    [InlineData("Servers:b:Port: 'x' is not allowed; allowed: 1 to 9", "Servers:a:Port=1", "Servers:b:Port=x")]
    [InlineData("Servers:a:Port: '' is not allowed; allowed: 1 to 9", "Servers:a:Port:Number=1")]
    [InlineData("Servers:a: 'Prot' is not allowed; allowed: Port, Name", "Servers:a:Prot=1")]
    [InlineData("Servers:a:Port: missing; required: 1 to 9", "Servers:a:Name=x")]
    public void Check_NotAllowed_ThrowsOneLine(string line, params string[] settings) =>
        Assert.Equal(line, Assert.Throws<SettingException>(() => SectionValidator.Check(Configuration(settings), Closed)).Message);

    [Fact]
    public void Check_OtherKeyWhereAllowed_Returns() => SectionValidator.Check(Configuration("Servers:a:Port=1", "Servers:a:Prot=1"), Open);

    [Theory]
    [InlineData("Servers:a:Port: '10' is not allowed; allowed: 1 to 9", "Servers:a:Port=10")]
    [InlineData("Servers:a:Port: missing; required: 1 to 9", "Servers:a:Name=x")]
    public void Check_NotAllowedBesideOtherKeys_ThrowsOneLine(string line, params string[] settings) =>
        Assert.Equal(line, Assert.Throws<SettingException>(() => SectionValidator.Check(Configuration(settings), Open)).Message);

    [Fact]
    public void Check_SectionOfAnotherProgram_NamesTheWholeKey()
    {
        var section = Configuration("Mesh:Servers:a:Port=10", "Other=1").GetSection("Mesh");

        var exception = Assert.Throws<SettingException>(() => SectionValidator.Check(section, Closed));

        Assert.Equal("Mesh:Servers:a:Port: '10' is not allowed; allowed: 1 to 9", exception.Message);
    }

    private static IConfigurationRoot Configuration(params string[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])))
        .Build();
}
