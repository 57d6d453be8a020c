using ZipkinMesh.Proxy.Reporting.Otlp;

namespace ZipkinMesh.Tests.Proxy.Otlp;

public sealed class SpanUrlTests
{
    [Theory]
    [InlineData("http://service1:8000/trace/1?a=b", "http", "service1", 8000, "/trace/1", "a=b")]
    [InlineData("http://service1/", "http", "service1", 80, "/", null)]
    [InlineData("https://service1/?", "https", "service1", 443, "/", "")]
    [InlineData("http://[::1]:81/a:b?c://d", "http", "::1", 81, "/a:b", "c://d")]
    [InlineData("https://[::1]/", "https", "::1", 443, "/", null)]
    [InlineData("http:///trace/1", "http", "", 80, "/trace/1", null)]
    [InlineData("http://service1*", "http", "service1", 80, "*", null)]
    [InlineData("http://service1", "http", "service1", 80, "", null)]
    [InlineData("http://service1:/a", "http", "service1", 80, "/a", null)]
    [InlineData("nothing of the kind", "", "nothing of the kind", 80, "", null)]
    [InlineData("", "", "", 80, "", null)]
    public void Url_Parts_AreThoseThatTheClientWrote(string url, string scheme, string host, int port, string path, string? query)
    {
        var parts = new SpanUrl(url);

        Assert.Equal((scheme, host, port, path, query), (parts.Scheme, parts.Host, parts.Port, parts.Path, parts.Query));
    }

    [Theory]
    [InlineData("a=b&sig=c", "a=b&sig=REDACTED")]
    [InlineData("Signature=c&AWSAccessKeyId=d", "Signature=REDACTED&AWSAccessKeyId=REDACTED")]
    [InlineData("X-Goog-Signature=c", "X-Goog-Signature=REDACTED")]
    [InlineData("sig", "sig")]
    [InlineData("sign=c&a=sig=", "sign=c&a=sig=")]
    public void Query_ValuesOfSecretKeys_AreRedacted(string query, string shown)
    {
        var parts = new SpanUrl($"http://service1/a?{query}");

        Assert.Equal((shown, $"http://service1/a?{shown}"), (parts.Query, parts.Full));
    }

    [Theory]
    [InlineData("http://service1:8000/trace/1?a=b")]
    [InlineData("http://service1/?")]
    [InlineData("http:///")]
    [InlineData("http://service1*")]
    public void Full_WithoutSecrets_IsTheUrl(string url) => Assert.Equal(url, new SpanUrl(url).Full);
}
