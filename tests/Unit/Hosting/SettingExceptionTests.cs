using ZipkinMesh.Hosting;

namespace ZipkinMesh.Tests.Hosting;

public sealed class SettingExceptionTests
{
    [Theory]
    [InlineData("Listeners:", "\n", @"Listeners:: '\x0a' is not allowed; allowed: Address")]
    [InlineData("a\rb", "\e[2J", @"a\x0db: '\x1b[2J' is not allowed; allowed: Address")]
    public void NotAllowed_ControlCharacters_MessageIsOneLine(string key, string value, string message) =>
        Assert.Equal(message, SettingException.NotAllowed(key, value, "Address").Message);
}
