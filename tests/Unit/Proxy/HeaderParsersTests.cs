using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Primitives;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Listeners;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Tests the parsers of single headers: Connection on receipt and on forwarding, and the decoding of values.</summary>
public sealed class HeaderParsersTests
{
    [Theory]
    [InlineData("keep-alive", "          ")]
    [InlineData("close", "close,keep-alive")]
    [InlineData("X-Hop, close", "X-Hop, close,keep-alive")]
    [InlineData("Upgrade", "Upgrade,keep-alive")]
    [InlineData("keep-alive,\tCLOSE", "          ,\tCLOSE,keep-alive")]
    [InlineData("X-Hop", "X-Hop")]
    [InlineData("closed, not-upgrade", "closed, not-upgrade")]
    [InlineData("keep-alive, X-Hop", "          , X-Hop")]
    [InlineData("X-Hop, Keep-Alive", "X-Hop,           ")]
    [InlineData("a,keep-alive,b", "a,          ,b")]
    [InlineData("keep-alive-not, x", "keep-alive-not, x")]
    [InlineData("keep-alive,keep-alive", "          ,          ")]
    [InlineData("", "")]
    public void ConnectionEncoding_OptionsOfKestrel_AreNoneOrTwo(string value, string expected) =>
        Assert.Equal(expected, ConnectionEncoding.Instance.GetString(Encoding.Latin1.GetBytes(value)));

    [Fact]
    public void ConnectionEncoding_AnyBytes_KeepsLengthAndOtherOptions() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            var latin1 = Encoding.Latin1.GetString(bytes);
            var read = ConnectionEncoding.Instance.GetString(bytes);
            var afterKeepAlive = ConnectionEncoding.Instance.GetString([.. "keep-alive,"u8, .. bytes]);
            var beforeClose = ConnectionEncoding.Instance.GetString([.. bytes, .. ",close"u8]);
            return read == latin1 && afterKeepAlive == $"          ,{latin1}" && beforeClose == $"{latin1},close,keep-alive";
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("x-hop", "X-Hop", true)]
    [InlineData("x-hop", "a, x-hop ,b", true)]
    [InlineData("x-hop", "          , X-Hop", true)]
    [InlineData("x-hop", "x-hope", false)]
    [InlineData("x-hop", "x-ho", false)]
    [InlineData("x-hop", "x hop", false)]
    [InlineData("x-hop", "", false)]
    public void IsNamed_ConnectionOptions_MatchesWholeOptions(string header, string connection, bool named) =>
        Assert.Equal(named, HopByHop.IsNamed(header, connection));

    [Fact]
    public void IsNamed_AnyOptions_MatchesEach() =>
        Prop.ForAll<NonNull<string>[]>(options =>
        {
            var connection = string.Join(" , ", options.Select(option => option.Get));
            return connection.Split(',').Select(option => option.Trim(' ', '\t')).All(option => HopByHop.IsNamed(option, connection));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("caf\u00c3\u00a9", "caf\u00e9")]
    [InlineData("caf\u00e9", "caf\u00e9")]
    [InlineData("\u00ff\u00fe", "\u00ff\u00fe")]
    [InlineData("", "")]
    public void HeaderText_Bytes_DecodesUtf8OrElseLatin1(string value, string expected) => Assert.Equal(expected, HeaderText.Of(value));

    [Fact]
    public void HeaderText_AnyTextAsUtf8_RoundTrips() =>
        Prop.ForAll(Texts.Of("az ,\u00e9\u00fc\u00df\u20ac\u4e16\u0430"), text => HeaderText.Of(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text))) == text)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void HeaderText_AnyBytes_NeverThrows() =>
        Prop.ForAll<byte[]>(bytes => HeaderText.Of(Encoding.Latin1.GetString(bytes)).Length <= bytes.Length).QuickCheckThrowOnFailure();

    [Fact]
    public void HeaderText_RepeatedOrAbsent_IsJoinedOrDash()
    {
        Assert.Equal("a,b", HeaderText.Of(new StringValues(["a", "b"])));
        Assert.Equal("-", HeaderText.OrDash(StringValues.Empty));
        Assert.Equal("", HeaderText.OrDash(""));
    }
}
