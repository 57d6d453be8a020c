using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Primitives;
using ZipkinMesh.Proxy.Http;

namespace ZipkinMesh.Tests.Proxy;

public sealed class ForwardedForTests
{
    [Theory]
    [InlineData("1.2.3.4", 0, "1.2.3.4", true)]
    [InlineData(" 1.2.3.4\t", 0, "1.2.3.4", true)]
    [InlineData("1.2.3.4, 5.6.7.8", 0, "5.6.7.8", false)]
    [InlineData("1.2.3.4, 5.6.7.8", 1, "1.2.3.4", false)]
    [InlineData("1.2.3.4, 5.6.7.8", 2, null, false)]
    [InlineData(",1.2.3.4", 0, "1.2.3.4", false)]
    [InlineData("fd00::1", 0, "fd00::1", true)]
    [InlineData("FD00::1", 0, "fd00::1", true)]
    [InlineData("::ffff:1.2.3.4", 0, "::ffff:1.2.3.4", true)]
    [InlineData("", 0, null, false)]
    [InlineData("unknown", 0, null, false)]
    [InlineData("1", 0, null, false)]
    [InlineData("1.2.3", 0, null, false)]
    [InlineData("010.0.0.1", 0, null, false)]
    [InlineData("0x0a.0.0.1", 0, null, false)]
    [InlineData("1.2.3.4:80", 0, null, false)]
    [InlineData("[::1]", 0, null, false)]
    [InlineData("[::1]:80", 0, null, false)]
    [InlineData("fe80::1%eth0", 0, null, false)]
    [InlineData("1.2.3.4, x", 0, null, false)]
    public void Find_Header_ReturnsAddress(string header, int skip, string? address, bool isOnly)
    {
        Assert.Equal(address is null ? null : IPAddress.Parse(address), ForwardedFor.Find(new StringValues(header), skip, out var only));
        Assert.Equal(isOnly, only);
    }

    [Fact]
    public void Find_Lines_AreOneList() => Assert.Equal(IPAddress.Parse("1.2.3.4"), ForwardedFor.Find(new StringValues(["1.2.3.4", "5.6.7.8"]), 1, out _));

    [Fact]
    public void Find_AnyText_NeverThrows() =>
        Prop.ForAll<NonNull<string>, byte>((header, skip) =>
        {
            ForwardedFor.Find(new StringValues(header.Get), skip, out _);
        }).QuickCheckThrowOnFailure();
}
