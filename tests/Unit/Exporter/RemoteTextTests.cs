using ZipkinMesh.Exporter.Http;

namespace ZipkinMesh.Tests.Exporter;

public sealed class RemoteTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("traceId is all zeros", "traceId is all zeros")]
    [InlineData(" two\nlines\r\n ", "two lines")]
    [InlineData("\u001b[31mred\u0007\0\t", "\\x1b[31mred\\x07\\x00")]
    [InlineData("a\u0085b\u2028c\u202ed\u00e9", "a b c\\u202ed\u00e9")]
    public void ForLog_Text_IsOneLineWithoutControlCharacters(string text, string shown) => Assert.Equal(shown, RemoteText.ForLog(text));

    [Fact]
    public void ForLog_LongText_IsCut() =>
        Assert.Equal(new string('x', RemoteText.MaxLength) + "...", RemoteText.ForLog(new string('x', 100_000)));
}
