using System.Text;
using ZipkinMesh.Proxy.Http;

namespace ZipkinMesh.Tests.Proxy;

public sealed class HeaderTextTests
{
    [Theory]
    [InlineData("x", 1_024, 1_024)]
    [InlineData("x", 50_000, 1_024)]
    [InlineData("\u00e9", 3_000, 512)]
    [InlineData("\u4e16", 3_000, 341)]
    [InlineData("\ud83d\ude00", 3_000, 256)]
    public void Of_LongValue_IsCutBetweenCharacters(string character, int count, int kept)
    {
        var value = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(character, count))));

        Assert.Equal(string.Concat(Enumerable.Repeat(character, kept)), HeaderText.Of(value));
    }

    [Fact]
    public void Of_LongValueNotUtf8_IsCutAsLatin1() => Assert.InRange(HeaderText.Of(new string('\u0080', 5_000)).Length, 1_021, 1_024);
}
