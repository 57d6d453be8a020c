using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace ZipkinMesh.Tests.Support.Certificates;

/// <summary>A server with TLS for HTTP/1.1 and HTTP/2. It records what it has learned of each request's connection.</summary>
internal sealed class TlsUpstream : IAsyncDisposable
{
    private readonly Channel<TlsRequest> _requests = Channel.CreateUnbounded<TlsRequest>();
    private readonly WebApplication _app;

    private TlsUpstream(TestCertificate certificate, TestAuthority? clients, SslProtocols versions, HttpProtocols protocols)
    {
        Certificate = certificate;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, endpoint =>
        {
            endpoint.Protocols = protocols;
            endpoint.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => ValueTask.FromResult(CreateOptions(Certificate, clients, versions)),
            });
        }));
        _app = builder.Build();
        _app.Run(RespondAsync);
    }

    /// <summary>Gets or sets the certificate of new connections.</summary>
    public TestCertificate Certificate { get; set; }

    public int Port => new Uri(_app.Urls.First()).Port;

    public string Address => $"https://127.0.0.1:{Port}";

    /// <summary>Starts a server.</summary>
    /// <param name="certificate">The certificate of the server.</param>
    /// <param name="clients">The authority of clients, which must have a certificate; null for clients without one.</param>
    /// <param name="versions">The versions of TLS.</param>
    /// <param name="protocols">The versions of HTTP.</param>
    public static async Task<TlsUpstream> StartAsync(
        TestCertificate certificate,
        TestAuthority? clients = null,
        SslProtocols versions = SslProtocols.None,
        HttpProtocols protocols = HttpProtocols.Http1AndHttp2)
    {
        var server = new TlsUpstream(certificate, clients, versions, protocols);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Returns the next request, and waits until there is one.</summary>
    public async Task<TlsRequest> TakeAsync()
    {
        using var timeout = new CancellationTokenSource(Lines.Bound);
        return await _requests.Reader.ReadAsync(timeout.Token);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static SslServerAuthenticationOptions CreateOptions(TestCertificate certificate, TestAuthority? clients, SslProtocols versions)
    {
        var intermediates = new X509Certificate2Collection();
        intermediates.ImportFromPem(certificate.IntermediatesPem);
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate.Certificate, intermediates, offline: true),
            EnabledSslProtocols = versions,
        };
        if (clients is not null)
        {
            options.ClientCertificateRequired = true;
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.Add(clients.Certificate);
        }

        return options;
    }

    private static async Task EchoAsync(Stream stream, CancellationToken cancel)
    {
        var buffer = new byte[1024];
        while (await stream.ReadAsync(buffer, cancel) is > 0 and var count)
        {
            await stream.WriteAsync(buffer.AsMemory(0, count), cancel);
        }
    }

    private async Task RespondAsync(HttpContext context)
    {
        var handshake = context.Features.Get<ITlsHandshakeFeature>()!;
        _requests.Writer.TryWrite(new TlsRequest(
            context.Request.Protocol,
            context.Request.Host.Value,
            handshake.HostName,
            handshake.Protocol,
            context.Connection.ClientCertificate?.Subject,
            context.Connection.Id));
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
        {
            await EchoAsync(await upgrade.UpgradeAsync(), context.RequestAborted);
            return;
        }

        if (context.Request.Path == "/close")
        {
            context.Response.Headers.Connection = "close";
        }

        using var body = new StreamReader(context.Request.Body);
        await context.Response.WriteAsync($"hello {await body.ReadToEndAsync(context.RequestAborted)}", context.RequestAborted);
    }
}
