using ZipkinMesh.Proxy.Admin.Commands;

namespace ZipkinMesh.Tests.Admin;

public sealed class ProtoJsonTests
{
    [Theory]
    [InlineData(0, "0s")]
    [InlineData(15_000, "15s")]
    [InlineData(25, "0.025s")]
    [InlineData(1_500, "1.500s")]
    [InlineData(0.25, "0.000250s")]
    public void Duration_Any_HasTheDigitsItNeeds(double milliseconds, string text) =>
        Assert.Equal(text, ProtoJson.Duration(TimeSpan.FromMilliseconds(milliseconds)));
}
