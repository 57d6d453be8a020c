using System.Net.Http;
using System.Security.Cryptography.X509Certificates;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Reporting.Otlp;

/// <summary>Creates the HTTP client of the exporter. It is like OpenTelemetry's own, and notes why an export fails.</summary>
internal static class ExportClient
{
    // No collector has so much to say.
    private const int MaxResponseSize = 1 << 20;

    public static HttpClient Create(OpenTelemetryOptions options, ExportProblem problem) => new(new ExportHandler(CreateHandler(options), problem))
    {
        Timeout = TimeSpan.FromMilliseconds(options.EffectiveTimeout),
        MaxResponseContentBufferSize = MaxResponseSize,
    };

    // Exports aren't traced themselves, and a redirection must not get the headers, which may have a key in them.
    private static SocketsHttpHandler CreateHandler(OpenTelemetryOptions options)
    {
        var handler = new SocketsHttpHandler { ActivityHeadersPropagator = null, AllowAutoRedirect = false };
        if (options.Certificate.Length > 0)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(PemCertificatesAttribute.Load(options.Certificate));
        }

        if (options.LoadClientCertificate() is { } certificate)
        {
            handler.SslOptions.ClientCertificates = [certificate];
        }

        return handler;
    }
}
