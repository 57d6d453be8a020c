using Microsoft.Extensions.Configuration;
using ZipkinMesh.Hosting;

namespace ZipkinMesh.Tests.Hosting;

public sealed class CommandLineSettingsTests
{
    [Fact]
    public void Add_SettingAndSwitch_BothAreInTheConfiguration()
    {
        var configuration = new ConfigurationBuilder()
            .AddCommandLineSettings(["--App:Port", "8081", "-c", "other.json"], new() { ["-c"] = "config-path" }).Build();

        Assert.Equal("8081", configuration["App:Port"]);
        Assert.Equal("other.json", configuration["config-path"]);
    }

    [Fact]
    public void Add_UnknownSwitch_ThrowsWithItsName()
    {
        var exception = Assert.Throws<SettingException>(() => new ConfigurationBuilder().AddCommandLineSettings(["-x=1"]));

        Assert.Contains("-x=1", exception.Message, StringComparison.Ordinal);
    }
}
