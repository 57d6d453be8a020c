using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Formatting.Operators;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Tests.Proxy.Formatting;

/// <summary>Tests the values of the command operators. Those of Envoy were observed on Envoy 1.40.</summary>
public sealed class FormatStringTests
{
    [Theory]
    [InlineData("100%% %PROTOCOL%%REQ(:METHOD)%", "100% HTTP/1.1GET")]
    [InlineData("%BYTES_RECEIVED% %BYTES_SENT% %RESPONSE_CODE% %RESPONSE_FLAGS% %RESPONSE_FLAGS_LONG%", "7 90 200 - -")]
    [InlineData("%RESPONSE_CODE_DETAILS% %RESPONSE_CODE_DETAILS(ALLOW_WHITESPACES)% [%LOCAL_REPLY_BODY%]", "via_upstream via_upstream []")]
    [InlineData("%UPSTREAM_CLUSTER% %UPSTREAM_CLUSTER_RAW% %ROUTE_NAME% %LISTENER_NAME%", "service1 service1 route1 ingress_http")]
    [InlineData("%UPSTREAM_HOST% %UPSTREAM_REMOTE_ADDRESS%", "172.31.81.3:8000 172.31.81.3:8000")]
    [InlineData("%UPSTREAM_REMOTE_ADDRESS_WITHOUT_PORT% %UPSTREAM_REMOTE_PORT%", "172.31.81.3 8000")]
    [InlineData("%UPSTREAM_LOCAL_ADDRESS% %UPSTREAM_LOCAL_ADDRESS_WITHOUT_PORT(8)% %UPSTREAM_LOCAL_PORT%", "172.31.81.2:50000 172.0.0.0/8 50000")]
    [InlineData("%UPSTREAM_PROTOCOL% %UPSTREAM_REQUEST_ATTEMPT_COUNT% %UPSTREAM_TRANSPORT_FAILURE_REASON%", "HTTP/1.1 1 -")]
    [InlineData("%DOWNSTREAM_REMOTE_ADDRESS% %DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT% %DOWNSTREAM_REMOTE_PORT%", "10.1.10.23:40000 10.1.10.23 40000")]
    [InlineData("%DOWNSTREAM_DIRECT_REMOTE_ADDRESS% %DOWNSTREAM_DIRECT_REMOTE_PORT%", "10.1.10.23:40000 40000")]
    [InlineData("%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT(20)% %DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT(64)%", "10.1.0.0/20 10.1.10.23/32")]
    [InlineData("%DOWNSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_LOCAL_ADDRESS_WITHOUT_PORT% %DOWNSTREAM_LOCAL_PORT%", "[2001:db8:1:2:3::1]:8000 2001:db8:1:2:3::1 8000")]
    [InlineData("%DOWNSTREAM_DIRECT_LOCAL_ADDRESS% %DOWNSTREAM_DIRECT_LOCAL_PORT%", "[2001:db8:1:2:3::1]:8000 8000")]
    [InlineData("%DOWNSTREAM_DIRECT_LOCAL_ADDRESS_WITHOUT_PORT(64)% %DOWNSTREAM_LOCAL_ADDRESS_WITHOUT_PORT(60)%", "2001:db8:1:2::/64 2001:db8:1::/60")]
    [InlineData("%DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT%", "10.1.10.23")]
    [InlineData("%TRACE_ID% %SPAN_ID% %STREAM_ID%", "463ac35c9f6413ad a2fb4a1d1a96d312 id-1")]
    [InlineData("%VIRTUAL_CLUSTER_NAME% %REQUESTED_SERVER_NAME% %CONNECTION_TERMINATION_DETAILS% %CONNECTION_ID%", "- - - -")]
    [InlineData("%REQ(:PATH)% %REQ(:AUTHORITY)% %REQ(host)% %REQ(:SCHEME)% %RESP(:STATUS)%", "/ok?a=1&b=%41 mesh.test:80 mesh.test:80 http 200")]
    [InlineData("%RESP(X-A)% %RESPONSE_HEADER(none?x-a)% %RESP(none)% %TRAILER(x-t)% %RESPONSE_TRAILER(x-t)%", "1 1 - - -")]
    [InlineData("%PATH% %PATH(NQ)% %PATH(WQ:PATH):5% %PATH(NQ:ORIG_OR_PATH)% %PATH(WQ:ORIG)%", "/ok?a=1&b=%41 /ok /ok?a /ok -")]
    [InlineData("%QUERY_PARAM(a)% %QUERY_PARAM(b)% %QUERY_PARAM(c)% %QUERY_PARAMS% %QUERY_PARAMS(DECODED)%", "1 A - a=1&b=%41 a=1&b=A")]
    public void Append_AnsweredRequest_WritesValues(string format, string expected)
    {
        using var request = new FormattedStream();

        Assert.Equal(expected, request.Format(format));
    }

    [Theory]
    [InlineData("%UPSTREAM_CLUSTER% %UPSTREAM_HOST% %UPSTREAM_LOCAL_ADDRESS% %UPSTREAM_REMOTE_PORT% %UPSTREAM_PROTOCOL% %ROUTE_NAME%", "- - - - - -")]
    [InlineData("%RESPONSE_DURATION% %RESPONSE_TX_DURATION% %REQUEST_DURATION% %COMMON_DURATION(DS_RX_BEG:US_RX_BEG:ms)%", "- - - -")]
    [InlineData("%TRACE_ID% %SPAN_ID% %STREAM_ID% %RESPONSE_CODE_DETAILS% %UPSTREAM_REQUEST_ATTEMPT_COUNT%", "- - - - 0")]
    public void Append_RequestWithoutRoute_WritesDashes(string format, string expected)
    {
        using var request = new FormattedStream(hasRoute: false, isAnswered: false);

        Assert.Equal(expected, request.Format(format));
    }

    [Theory]
    [InlineData("%REQ(x-q)%", "one")]
    [InlineData("%REQUEST_HEADER(X-Q):2%", "on")]
    [InlineData("%REQ(x-q):0%", "")]
    [InlineData("%REQ(none?x-q)%", "one")]
    [InlineData("%REQ(x-empty?x-q)%", "")]
    [InlineData("%REQ(user-agent)% %REQ(x-forwarded-proto)%", "ua https")]
    [InlineData("%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PATH(NQ)%", "/orig?x /orig")]
    [InlineData("%REQ(connection)% %REQ(none)%", "- -")]
    [InlineData("%DOWNSTREAM_REMOTE_ADDRESS% %DOWNSTREAM_DIRECT_REMOTE_ADDRESS%", "1.2.3.4:0 10.1.10.23:40000")]
    public void Append_RequestHeader_WritesFirstValueAsForwarded(string format, string expected)
    {
        using var request = new FormattedStream(headers:
        [
            ("x-q", "one"), ("x-q", "two"), ("x-empty", ""), ("user-agent", "ua"), ("x-forwarded-proto", "https"), ("connection", "close"),
            ("x-envoy-original-path", "/orig?x"), ("x-forwarded-for", "9.9.9.9, 1.2.3.4"),
        ]);

        Assert.Equal(expected, request.Format(format));
    }

    [Fact]
    public void Append_RejectedRequest_WritesHeadersAsReceived()
    {
        using var request = new FormattedStream(hasRoute: false, isAnswered: false, ("x-bad", "a\u0001b"), ("x-q", "one"));

        Assert.Equal("a\\x01b one", request.Format("%REQ(x-bad)% %REQ(x-q)%"));
    }

    [Fact]
    public void Append_FailedRequest_WritesReason()
    {
        using var request = new FormattedStream(isAnswered: false);
        request.Stream.IsForwarded = true;
        request.Stream.BeginAttempt("http://[::1]/");
        request.Stream.LastAttempt!.Failure = LocalReply.ConnectionFailure;
        request.Stream.Flag = "URX,UF";
        request.Stream.UpstreamTransportFailureReason = "delayed_connect_error:_Connection_refused";
        request.Stream.LocalReply = LocalReply.ConnectionFailure;
        request.Stream.End();

        Assert.Equal(
            "[::1]:80 - URX,UF UpstreamRetryLimitExceeded,UpstreamConnectionFailure delayed_connect_error:_Connection_refused 1",
            request.Format("%UPSTREAM_HOST% %UPSTREAM_REMOTE_ADDRESS% %RESPONSE_FLAGS% %RESPONSE_FLAGS_LONG% %UPSTREAM_TRANSPORT_FAILURE_REASON% %UPSTREAM_REQUEST_ATTEMPT_COUNT%"));
        Assert.Equal(LocalReply.ConnectionFailure.Body, request.Format("%LOCAL_REPLY_BODY%"));
    }

    [Fact]
    public void Append_ClientDisconnected_HasNoResponse()
    {
        using var request = new FormattedStream(isAnswered: false);
        request.Context.Response.Headers.Server = "yarp";
        request.Stream.HasNoResponse = true;
        request.Stream.End();

        Assert.Equal("0 - -", request.Format("%RESPONSE_CODE% %RESP(:STATUS)% %RESP(server)%"));
    }

    [Fact]
    public void Append_Durations_AreOrdered()
    {
        using var request = new FormattedStream();

        var values = request.Format(
            "%COMMON_DURATION(DS_RX_BEG:DS_RX_END:ns)% %COMMON_DURATION(DS_RX_BEG:US_RX_BEG:ns)% %COMMON_DURATION(DS_RX_BEG:DS_TX_END:ns)%").Split(' ').Select(long.Parse).ToArray();
        Assert.Equal(values.Order(), values);
        Assert.Equal(request.Format("%DURATION%"), request.Format("%COMMON_DURATION(DS_RX_BEG:DS_TX_END:ms)%"));
        Assert.Equal(values[0] / 1000, long.Parse(request.Format("%COMMON_DURATION(DS_RX_BEG:DS_RX_END:us)%")));
    }

    [Fact]
    public void Append_ProcessOperators_AreThoseOfTheMachine()
    {
        using var request = new FormattedStream();
        var path = Environment.GetEnvironmentVariable("PATH")!;

        Assert.Equal($"{Environment.MachineName} {path} {path[..3]} -", request.Format("%HOSTNAME% %ENVIRONMENT(PATH)% %ENVIRONMENT(PATH):3% %ENVIRONMENT(NO_SUCH_VARIABLE)%"));
    }

    /// <summary>Every operator is in a test of this class, or in those of times.</summary>
    [Fact]
    public void Operators_All_AreTested()
    {
        var tests = string.Concat(Directory.EnumerateFiles(Path.Combine(Checkout.Root, "tests/Unit/Proxy/Formatting"), "*.cs").Select(File.ReadAllText));

        var untested = OperatorTable.All.Select(known => known.Name)
            .Where(name => !tests.Contains($"%{name}%", StringComparison.Ordinal) && !tests.Contains($"%{name}(", StringComparison.Ordinal));
        Assert.Equal([], untested);
    }
}
