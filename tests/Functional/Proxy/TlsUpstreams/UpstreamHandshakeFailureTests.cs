using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using ZipkinMesh.Tests.Support.Certificates;

namespace ZipkinMesh.Tests.Proxy.TlsUpstreams;

/// <summary>Tests the replies to requests whose TLS handshake with the upstream fails. The expected texts were observed on Envoy 1.40.</summary>
public sealed class UpstreamHandshakeFailureTests : TlsUpstreamTests
{
    private const string VerifyFailed = "TLS_error:|268435581:SSL_routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:verify_cert_failed:_";
    private const string ChainFailed = VerifyFailed + "X509_verify_cert:_certificate_verification_error_at_depth_0:_";

    [Fact]
    public async Task Certificate_OfAnotherAuthority_IsRejected()
    {
        var upstream = await StartUpstreamAsync();
        var proxy = await StartAsync(FrontWithoutCa(upstream).With(Key("TlsTrustedCa"), CaFile(new TestAuthority("CN=Other CA"))));

        var failed = await AssertConnectionFailureAsync(proxy);

        Assert.Equal(ChainFailed + "unable_to_get_local_issuer_certificate:TLS_error_end", failed.TransportFailure);
        Assert.Equal(
            (0, 0, 1, 0),
            (await StatAsync(proxy, "ssl.handshake"), await StatAsync(proxy, "ssl.connection_error"), await StatAsync(proxy, "ssl.fail_verify_error"), await StatAsync(proxy, "ssl.fail_verify_san")));
        Assert.Equal((1, 1), (await StatAsync(proxy, "upstream_cx_connect_fail"), await StatAsync(proxy, "upstream_cx_destroy_remote")));
    }

    [Fact]
    public async Task Certificate_AuthorityUnknownToTheSystem_IsRejected()
    {
        var upstream = await StartUpstreamAsync();
        var proxy = await StartAsync(FrontWithoutCa(upstream));

        var failed = await AssertConnectionFailureAsync(proxy);

        Assert.Equal(ChainFailed + "unable_to_get_local_issuer_certificate:TLS_error_end", failed.TransportFailure);
    }

    [Fact]
    public async Task Certificate_Expired_IsRejected()
    {
        var certificate = Authority.Issue(new X500DistinguishedName("CN=any"), DateTimeOffset.UtcNow.AddDays(-1), $"DNS:{Host}");
        var upstream = await StartUpstreamAsync(TlsUpstream.StartAsync(certificate));
        var proxy = await StartAsync(Front(upstream));

        var failed = await AssertConnectionFailureAsync(proxy);

        Assert.Equal(ChainFailed + "certificate_has_expired:TLS_error_end", failed.TransportFailure);
        Assert.Equal(1, await StatAsync(proxy, "ssl.fail_verify_error"));
    }

    [Fact]
    public async Task Certificate_OfAnotherName_IsRejected()
    {
        var upstream = await StartUpstreamAsync(TlsUpstream.StartAsync(Authority.Issue("CN=any", "DNS:a.test", "DNS:localhost", "IP:127.0.0.1")));
        var proxy = await StartAsync(Front(upstream));

        var failed = await AssertConnectionFailureAsync(proxy);

        Assert.Equal(
            VerifyFailed + $"verify_SAN_list,_expected_SANs:_[{Host}],_certificate_SANs:_[a.test,_localhost,_127.0.0.1]:TLS_error_end", failed.TransportFailure);
        Assert.Equal((0, 1), (await StatAsync(proxy, "ssl.fail_verify_error"), await StatAsync(proxy, "ssl.fail_verify_san")));
    }

    [Fact]
    public async Task Certificate_NoneOfTheMatchedNames_IsRejected()
    {
        var upstream = await StartUpstreamAsync();
        var proxy = await StartAsync(Front(upstream).With(Key("TlsMatchTypedSubjectAltNames"), "DNS:elsewhere.test, URI:spiffe://mesh/*"));

        var failed = await AssertConnectionFailureAsync(proxy);

        Assert.Equal(VerifyFailed + $"SAN_matcher,_certificate_SANs_are_[{Host}]:TLS_error_end", failed.TransportFailure);
    }

    [Fact]
    public async Task Certificate_AnyAccepted_IsNotVerified()
    {
        var upstream = await StartUpstreamAsync(TlsUpstream.StartAsync(new TestAuthority("CN=Other").Issue("CN=any", "DNS:a.test")));
        var proxy = await StartAsync(FrontWithoutCa(upstream).With($"{Cluster}:HttpClient:DangerousAcceptAnyServerCertificate", "true"));

        Assert.Equal("200", (await proxy.GetAsync("/")).Status);
    }

    [Fact]
    public async Task Upstream_SpeaksClearText_IsAConnectionFailure()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerInClearTextAsync(listener);
        var proxy = await StartAsync(new ProxySetup(ProxyRole.Front).WithUpstream($"https://{listener.LocalEndpoint}").WithObserver(this).With("Admin:Port", "0").With("Tracing:RandomSampling", "0"));

        var failed = await AssertConnectionFailureAsync(proxy);

        Assert.StartsWith("TLS_error:|", failed.TransportFailure, StringComparison.Ordinal);
        Assert.Equal((0, 1), (await StatAsync(proxy, "ssl.handshake"), await StatAsync(proxy, "ssl.connection_error")));
        await answering;
    }

    [Fact]
    public async Task Upstream_HasAnotherVersion_IsAConnectionFailure()
    {
        var certificate = Authority.Issue("CN=any", $"DNS:{Host}");
        var upstream = await StartUpstreamAsync(TlsUpstream.StartAsync(certificate, versions: SslProtocols.Tls12));
        var proxy = await StartAsync(Front(upstream).With(Key("TlsMinimumProtocolVersion"), "TLSv1_3"));

        var failed = await AssertConnectionFailureAsync(proxy);

        Assert.Equal("TLS_error:|268436526:SSL_routines:OPENSSL_internal:TLSV1_ALERT_PROTOCOL_VERSION:TLS_error_end", failed.TransportFailure);
        Assert.Equal(1, await StatAsync(proxy, "ssl.connection_error"));
    }

    [Fact]
    public async Task Upstream_HasNotTheProtocol_IsAFailure()
    {
        var upstream = await StartUpstreamAsync(TlsUpstream.StartAsync(Authority.Issue("CN=any", $"DNS:{Host}"), protocols: HttpProtocols.Http1));
        var proxy = await StartAsync(Front(upstream).With($"{Cluster}:HttpRequest:Version", "2"));

        Assert.Equal("503", (await proxy.GetAsync("/")).Status);
        Assert.Equal("UF", (await TakeFinishedAsync()).Flag);
    }

    [Fact]
    public async Task Destination_FailsVerification_RequestUsesTheOther()
    {
        var good = await StartUpstreamAsync();
        var bad = await StartUpstreamAsync(TlsUpstream.StartAsync(Authority.Issue("CN=any", "DNS:a.test")));
        var proxy = await StartAsync(Front(good).With($"{Cluster}:Destinations:bad:Address", $"https://{Host}:{bad.Port}"));

        for (var i = 0; i < 4; i++)
        {
            Assert.Equal("200", (await proxy.GetAsync("/")).Status);
        }
    }

    private static async Task AnswerInClearTextAsync(TcpListener listener)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        var stream = connection.GetStream();
        _ = await stream.ReadAsync(new byte[1024]);
        await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
    }
}
