using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using ZipkinMesh.Proxy.Http;

namespace ZipkinMesh.Tests.Proxy;

public sealed class RequestTargetTests
{
    [Theory]
    [InlineData("/trace/1", "/trace/1")]
    [InlineData("/trace/../x//y%2Fz?a=b://c/d", "/trace/../x//y%2Fz?a=b://c/d")]
    [InlineData("/a://b/c", "/a://b/c")]
    [InlineData("http://other.test:81/trace/1", "/trace/1")]
    [InlineData("http://other.test/a/../b?c", "/a/../b?c")]
    [InlineData("HTTP://other.test", "/")]
    [InlineData("http://other.test?a=/b", "/?a=/b")]
    [InlineData("https://other.test//", "//")]
    [InlineData("*", "*")]
    [InlineData("other.test:443", "other.test:443")]
    [InlineData("http://", "/")]
    public void PathOf_Target_ReturnsPathAndQuery(string target, string path) => Assert.Equal(path, RequestTarget.PathOf(Context(target)));

    [Fact]
    public void PathOf_AnyPath_IsSameInAbsoluteForm() =>
        Prop.ForAll(Texts.Of("/abc.%2F?&=:;"), text =>
            RequestTarget.PathOf(Context("/" + text)) == "/" + text
            && RequestTarget.PathOf(Context("http://other.test:81/" + text)) == "/" + text).QuickCheckThrowOnFailure();

    [Fact]
    public void PathOf_AnyTarget_NeverThrows() =>
        Prop.ForAll<NonNull<string>>(target => RequestTarget.PathOf(Context(target.Get)) is not null).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("/", null, "http")]
    [InlineData("/", "https", "https")]
    [InlineData("/", "HTTPS", "https")]
    [InlineData("/", "ftp", "http")]
    [InlineData("/", "https,http", "http")]
    [InlineData("/", "", "http")]
    [InlineData("https://other.test/", "http", "https")]
    [InlineData("HTTP://other.test/", "https", "http")]
    public void SchemeOf_Sources_TargetThenHeaderThenConnection(string target, string? forwarded, string scheme) =>
        Assert.Equal(scheme, RequestTarget.SchemeOf(Context(target), forwarded is null ? default : new StringValues(forwarded)));

    [Theory]
    [InlineData("/", true)]
    [InlineData("/!$%&'()*+,-.:;<=>?@[\\]^_`{|}~\"", true)]
    [InlineData("*", true)]
    [InlineData("b:443", true)]
    [InlineData("http://b-1.test:80/", true)]
    [InlineData("http://[::1]:80/", true)]
    [InlineData("http://u:p@b/", true)]
    [InlineData("/#", false)]
    [InlineData("/a\tb", false)]
    [InlineData("/a\u007fb", false)]
    [InlineData("/\u00e9", false)]
    [InlineData("http://b:/", false)]
    [InlineData("http://b:8x/", false)]
    [InlineData("http://b_c/", false)]
    [InlineData("http://[::1/", false)]
    [InlineData("http://[::1]80/", false)]
    public void IsValid_Target_HasOnlyAllowedCharacters(string target, bool valid) => Assert.Equal(valid, RequestTarget.IsValid(Context(target)));

    [Theory]
    [InlineData("/x", "xn--fiq228c.com")]
    [InlineData("*", "xn--fiq228c.com")]
    [InlineData("http://B.test:81/x", "B.test:81")]
    [InlineData("http://u:p@b?x", "b")]
    public void HostOf_Target_TakesPrecedenceOverHeader(string target, string host)
    {
        var context = Context(target);
        context.Request.Headers.Host = "xn--fiq228c.com";

        Assert.Equal(host, RequestTarget.HostOf(context));
    }

    private static DefaultHttpContext Context(string target)
    {
        var context = new DefaultHttpContext();
        context.Request.Scheme = "http";
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = target;
        return context;
    }
}
