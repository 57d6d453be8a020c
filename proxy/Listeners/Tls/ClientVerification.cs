using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ZipkinMesh.Proxy.Certificates;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Listeners.Tls;

/// <summary>Verifies the certificate of a client in one handshake: that an authority has issued it, and that it has one of the names.</summary>
internal sealed class ClientVerification(TlsContext context, ListenerTlsOptions options)
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Gets the failure.</summary>
    public VerificationFailure Failure { get; private set; }

    /// <summary>
    /// Gets the client's verified certificate, and those of intermediate authorities as the client sent them; empty without a certificate.
    /// </summary>
    public IReadOnlyList<X509Certificate2> Chain { get; private set; } = [];

    /// <summary>Verifies the certificate that the client has sent, or that it may have none.</summary>
    public bool Verify(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 own || chain is null)
        {
            Failure = options.RequireClientCertificate ? VerificationFailure.NoCertificate : VerificationFailure.None;
            return Failure == VerificationFailure.None;
        }

        X509Certificate2[] sent = [.. chain.ChainPolicy.ExtraStore];
        if (!context.Trust.IsValid(chain, errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)) && !(sent.Length == 0 && IsValidWith(sent = context.SentChains.Find(own), own)))
        {
            Failure = VerificationFailure.Certificate;
        }
        else if (!HasName(own))
        {
            Failure = VerificationFailure.Name;
        }
        else
        {
            Accept(own, sent);
        }

        return Failure == VerificationFailure.None;
    }

    private void Accept(X509Certificate2 own, X509Certificate2[] sent)
    {
        Chain = [own, .. sent];
        if (sent.Length > 0)
        {
            context.SentChains.Add(own, sent);
        }
    }

    private bool IsValidWith(X509Certificate2[] sent, X509Certificate2 own)
    {
        using var chain = new X509Chain { ChainPolicy = context.Trust.CreatePolicy() };
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        return sent.Length > 0 && context.Trust.IsValid(chain, hasErrors: !chain.Build(own));
    }

    private bool HasName(X509Certificate2 certificate)
    {
        if (options.MatchTypedSubjectAltNames.Length == 0)
        {
            return true;
        }

        var names = SubjectAltNames.Of(certificate);
        return SubjectAltNamesAttribute.Parse(options.MatchTypedSubjectAltNames)!.Any(match => names.Match(match.Type, match.Value));
    }
}
