using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ZipkinMesh.Tests.Support.Certificates;

/// <summary>An HTTP client with TLS. It accepts any certificate, and remembers it.</summary>
internal sealed class TlsClient : IDisposable
{
    private readonly HttpClient _client;

    /// <param name="port">The port on the loopback address.</param>
    /// <param name="serverName">The host of requests, which is asked for in the handshake (SNI); null for an address, which isn't.</param>
    /// <param name="certificate">The client's certificate; null for none.</param>
    /// <param name="version">The version of HTTP, which is negotiated by ALPN.</param>
    /// <param name="protocols">The versions of TLS.</param>
    public TlsClient(
        int port, string? serverName = "mesh.test", TestCertificate? certificate = null, string version = "1.1", SslProtocols protocols = SslProtocols.None)
    {
        var options = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = protocols,
            RemoteCertificateValidationCallback = (_, remote, _, _) => Remember(remote),
        };
        if (certificate is not null)
        {
            var intermediates = new X509Certificate2Collection();
            intermediates.ImportFromPem(certificate.IntermediatesPem);
            options.ClientCertificateContext = SslStreamCertificateContext.Create(certificate.Certificate, intermediates, offline: true);
        }

        _client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = options,
            ConnectCallback = async (_, cancel) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync("127.0.0.1", port, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        {
            BaseAddress = new Uri($"https://{serverName ?? "127.0.0.1"}"),
            DefaultRequestVersion = Version.Parse(version),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = Lines.Bound,
        };
    }

    /// <summary>Gets the server's certificate of the last handshake; null before the first.</summary>
    public X509Certificate2? ServerCertificate { get; private set; }

    /// <summary>Gets the number of handshakes.</summary>
    public int Handshakes { get; private set; }

    /// <summary>Sends a GET request; its headers are <c>name: value</c>.</summary>
    public async Task<HttpResponseMessage> GetAsync(string path = "/trace/1", params string[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Version = _client.DefaultRequestVersion;
        request.VersionPolicy = _client.DefaultVersionPolicy;
        foreach (var header in headers)
        {
            var pair = header.Split(": ", 2);
            request.Headers.TryAddWithoutValidation(pair[0], pair[1]);
        }

        return await _client.SendAsync(request);
    }

    public void Dispose() => _client.Dispose();

    private bool Remember(X509Certificate? certificate)
    {
        Handshakes++;
        ServerCertificate = (X509Certificate2?)certificate;
        return true;
    }
}
