using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Tests.Proxy;

public sealed class B3IdTests
{
    [Theory]
    [InlineData("463ac35c9f6413ad", "463ac35c9f6413ad")]
    [InlineData("463AC35C9F6413AD", "463ac35c9f6413ad")]
    [InlineData("463ac35c9f6413a", "0463ac35c9f6413a")]
    [InlineData("1", "0000000000000001")]
    [InlineData("0", B3Id.Zero)]
    [InlineData("0x463ac35c9f6413", "00463ac35c9f6413")]
    [InlineData("0X1", "0000000000000001")]
    [InlineData("00463ac35c9f6413ad", "463ac35c9f6413ad")]
    [InlineData("463ac35c9f6413ada", null)]
    [InlineData("463ac35c9f6413ag", null)]
    [InlineData("463ac35c 9f6413a", null)]
    [InlineData(" 63ac35c9f6413ad", null)]
    [InlineData("+63ac35c9f6413ad", null)]
    [InlineData("-1", null)]
    [InlineData("0x", null)]
    [InlineData("0x0x1", null)]
    [InlineData("", null)]
    [InlineData("\u0661", null)]
    [InlineData("463ac35c9f6413a\0", null)]
    [InlineData("1\0\0", null)]
    public void TryNormalize_Text_ReturnsCanonicalIdOrFalse(string text, string? expected)
    {
        Assert.Equal(expected is not null, B3Id.TryNormalize(text, out var id));
        Assert.Equal(expected ?? "", id);
    }

    [Theory]
    [InlineData("463ac35c9f6413ad", "463ac35c9f6413ad")]
    [InlineData("80f198ee56343ba864fe8b2a57d3eff7", "80f198ee56343ba864fe8b2a57d3eff7")]
    [InlineData("80F198EE56343BA864FE8B2A57D3EFF7", "80f198ee56343ba864fe8b2a57d3eff7")]
    [InlineData("000000000000000064fe8b2a57d3eff7", "64fe8b2a57d3eff7")]
    [InlineData("80f198ee56343ba80000000000000000", "80f198ee56343ba80000000000000000")]
    [InlineData("00000000000000000000000000000000", B3Id.Zero)]
    [InlineData("80f198ee56343ba864fe8b2a57d3eff", null)]
    [InlineData("80f198ee56343ba864fe8b2a57d3eff7a", null)]
    [InlineData("80f198ee56343ba-64fe8b2a57d3eff7", null)]
    [InlineData("80f198ee56343ba864fe8b2a57d3effx", null)]
    public void TryNormalizeTraceId_Text_ReturnsCanonicalIdOrFalse(string text, string? expected)
    {
        Assert.Equal(expected is not null, B3Id.TryNormalizeTraceId(text, out var id));
        Assert.Equal(expected ?? "", id);
    }

    [Fact]
    public void TryNormalize_AnyNumber_ReturnsSixteenDigits() =>
        Prop.ForAll<ulong>(value =>
        {
            var written = value.ToString("x16", CultureInfo.InvariantCulture);
            return B3Id.TryNormalize(value.ToString("X", CultureInfo.InvariantCulture), out var id) && id == written
                && B3Id.TryNormalize(id, out var again) && again == written;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryNormalizeTraceId_AnyText_Returns16Or32LowerHexDigitsOrFalse() =>
        Prop.ForAll(Texts.Of("0123456789abcdefABCDEF0000000x- "), text =>
            B3Id.TryNormalizeTraceId(text, out var id)
                ? id.Length is 16 or 32 && id.All(char.IsAsciiHexDigitLower)
                : id.Length == 0).QuickCheckThrowOnFailure();

    [Fact]
    public void Next_ManyCalls_ReturnsDistinctCanonicalIds()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => B3Id.Next()).ToArray();

        Assert.Distinct(ids);
        Assert.All(ids, id => Assert.True(B3Id.TryNormalize(id, out var same) && same == id && same != B3Id.Zero));
    }
}
