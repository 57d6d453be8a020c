using Microsoft.Extensions.Configuration;
using ZipkinMesh.App;

namespace ZipkinMesh.Tests.App;

public sealed class AppOptionsTests
{
    [Fact]
    public void Read_OnlyTheName_DefaultsAreTheOriginals()
    {
        var options = Read("SERVICE_NAME=1", "App:Sidecar=");

        Assert.Equal("1", options.ServiceName);
        Assert.Equal(8080, options.Port);
        Assert.Equal(new Uri("http://localhost:9000"), options.Egress);
        Assert.Null(options.Sidecar);
    }

    [Fact]
    public void Read_SidecarGiven_IsAFullPath()
    {
        using var scratch = new Scratch();
        var sidecar = scratch.Script("sidecar");

        Assert.Equal(sidecar, Read("SERVICE_NAME=1", $"App:Sidecar={Path.GetRelativePath(".", sidecar)}").Sidecar);
    }

    [Theory]
    [InlineData("SERVICE_NAME is missing; ", "App:Sidecar=")]
    [InlineData("SERVICE_NAME is ''; ", "SERVICE_NAME=")]
    [InlineData("SERVICE_NAME is '../1'; ", "SERVICE_NAME=../1")]
    [InlineData("App:Port is '0'; allowed is a port, 1 to 65535", "SERVICE_NAME=1", "App:Port=0")]
    [InlineData("App:Port is '65536'; ", "SERVICE_NAME=1", "App:Port=65536")]
    [InlineData("App:Port is ' 80'; ", "SERVICE_NAME=1", "App:Port= 80")]
    [InlineData("App:Port is ''; ", "SERVICE_NAME=1", "App:Port=")]
    [InlineData("App:Egress is 'localhost:9000'; allowed is http://host:port", "SERVICE_NAME=1", "App:Egress=localhost:9000")]
    [InlineData("App:Egress is 'https://a'; ", "SERVICE_NAME=1", "App:Egress=https://a")]
    [InlineData("App:Egress is 'http://a/b'; ", "SERVICE_NAME=1", "App:Egress=http://a/b")]
    [InlineData("App:Sidecar is '/no/such/file'; ", "SERVICE_NAME=1", "App:Sidecar=/no/such/file")]
    public void Read_BadValue_SaysKeyValueAndWhatIsAllowed(string message, params string[] settings)
    {
        var mistake = Assert.Throws<SettingException>(() => Read(settings));

        Assert.StartsWith(message, mistake.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', mistake.Message);
    }

    private static AppOptions Read(params string[] settings) => AppOptions.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => s.Split('=', 2)).ToDictionary(s => s[0], s => (string?)s[1])).Build());
}
