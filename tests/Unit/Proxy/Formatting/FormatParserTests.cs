using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Formatting;

namespace ZipkinMesh.Tests.Proxy.Formatting;

/// <summary>Tests what is no format. Envoy 1.40 rejects each of these, unless a row says otherwise.</summary>
public sealed class FormatParserTests
{
    private const string Syntax = "%OPERATOR%, %OPERATOR(PARAMETER)% or %OPERATOR(PARAMETER):LENGTH%, and %% for a percent sign";

    [Theory]
    [InlineData("%START_TIME", "%START_TIME")]
    [InlineData("100%", "%")]
    [InlineData("a % b", "% b")]
    [InlineData("%REQ(a", "%REQ(a")]
    [InlineData("%REQ(a):x%", "%REQ(a):x%")]
    [InlineData("%REQ(a):%", "%REQ(a):%")]
    [InlineData("%REQ(a):1:2%", "%REQ(a):1:2%")]
    [InlineData("%REQ(a):99999999999%", "%REQ(a):99999999999%")]
    [InlineData("%req(a)%", "%req(a)%")]
    [InlineData("%RESPONSE_CODE%%", "%")]
    public void Parse_BadSyntax_IsRejected(string format, string shown) =>
        Assert.Equal($"Key: '{shown}' is not allowed; allowed: {Syntax}", Reject(format));

    [Theory]
    [InlineData("%REQ%", "%REQ(X?Y):Z%")]
    [InlineData("%REQ()%", "%REQ(X?Y):Z%")]
    [InlineData("%REQ(a?b?c)%", "%REQ(X?Y):Z%")]
    [InlineData("%REQ(a b)%", "%REQ(X?Y):Z%")]
    [InlineData("%REQ(a?)%", "%REQ(X?Y):Z%")]
    [InlineData("%RESP()%", "%RESP(X?Y):Z%")]
    [InlineData("%PROTOCOL(x)%", "%PROTOCOL%")]
    [InlineData("%PROTOCOL:3%", "%PROTOCOL%")]
    [InlineData("%ROUTE_NAME():3%", "%ROUTE_NAME%")]
    [InlineData("%UPSTREAM_HOST(x)%", "%UPSTREAM_HOST%")]
    [InlineData("%ENVIRONMENT%", "%ENVIRONMENT(X):Z%")]
    [InlineData("%QUERY_PARAM()%", "%QUERY_PARAM(X):Z%")]
    [InlineData("%QUERY_PARAMS(x)%", "%QUERY_PARAMS(X):Z%, where X is ORIG or DECODED")]
    [InlineData("%PATH(XX)%", "%PATH(X:Y):Z%, where X is WQ or NQ, and Y is ORIG, PATH or ORIG_OR_PATH")]
    [InlineData("%PATH(WQ:XX)%", "%PATH(X:Y):Z%, where X is WQ or NQ, and Y is ORIG, PATH or ORIG_OR_PATH")]
    [InlineData("%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT(129)%", "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT(N)%")] // Envoy accepts it.
    [InlineData("%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT(x)%", "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT(N)%")] // Envoy accepts it.
    [InlineData("%RESPONSE_CODE_DETAILS(x)%", "%RESPONSE_CODE_DETAILS(X)%, where X is ALLOW_WHITESPACES")] // Envoy accepts it.
    [InlineData("%START_TIME(%Y):3%", "%START_TIME(FORMAT)%, where FORMAT has the specifiers of strftime in one line, and %f or %1f to %9f for a fraction")]
    [InlineData("%EMIT_TIME(%n)%", "%EMIT_TIME(FORMAT)%, where FORMAT has the specifiers of strftime in one line, and %f or %1f to %9f for a fraction")]
    [InlineData("%START_TIME(%Q)%", "%START_TIME(FORMAT)%, where FORMAT has the specifiers of strftime in one line, and %f or %1f to %9f for a fraction")] // Envoy writes it.
    public void Parse_BadParameter_IsRejectedWithSyntax(string format, string allowed) =>
        Assert.Equal($"Key: '{format}' is not allowed; allowed: {allowed}", Reject($"before {format} after"));

    [Theory]
    [InlineData("%COMMON_DURATION(a)%")]
    [InlineData("%COMMON_DURATION(DS_RX_BEG:DS_TX_END:s)%")]
    [InlineData("%COMMON_DURATION(US_CX_BEG:US_CX_END:ms)%")] // Envoy knows these points.
    public void Parse_BadDuration_IsRejectedWithPoints(string format) =>
        Assert.Contains("DS_RX_BEG, DS_RX_END, US_RX_BEG or DS_TX_END, and PRECISION is ms, us or ns", Reject(format));

    [Fact]
    public void Parse_UnknownOperator_IsRejectedWithList()
    {
        var message = Reject("%START_TIME% %NOPE(x):1%");

        Assert.StartsWith("Key: '%NOPE(x):1%' is not allowed; allowed: the operators BYTES_RECEIVED, BYTES_SENT, ", message);
        Assert.EndsWith(", UPSTREAM_TRANSPORT_FAILURE_REASON, VIRTUAL_CLUSTER_NAME", message);
    }

    private static string Reject(string format) => Assert.Throws<SettingException>(() => FormatString.Parse("Key", format)).Message;
}
