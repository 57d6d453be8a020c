using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Logging;

namespace ZipkinMesh.Tests.Hosting;

public class LineLoggingTests
{
    [Theory]
    [InlineData("Logging:LogLevel:Default", "D")]
    [InlineData("Logging:Console:LogLevel:Microsoft", "loud")]
    public void AddLineLogging_UnknownLevel_NamesTheKey(string key, string level)
    {
        var error = Assert.Throws<SettingException>(() => Add(key, level));

        Assert.Equal($"{key}: '{level}' is not allowed; allowed: Trace, Debug, Information, Warning, Error, Critical, None", error.Message);
    }

    [Theory]
    [InlineData("debug")]
    [InlineData("None")]
    [InlineData("3")]
    [InlineData("")]
    public void AddLineLogging_KnownLevel_IsAccepted(string level) => Add("Logging:LogLevel:Default", level);

    private static void Add(string key, string level)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, level)]).Build();
        using var factory = LoggerFactory.Create(logging => logging.AddLineLogging(configuration));
    }
}
