using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ZipkinMesh.Proxy.Certificates;

namespace ZipkinMesh.Proxy.Upstreams.Tls;

/// <summary>Verifies the certificate of a server in one handshake: that an authority has issued it, and that it has the right name.</summary>
internal sealed class ServerVerification(UpstreamTlsSettings settings, UpstreamTlsContext context)
{
    /// <summary>Gets the kind of the failure.</summary>
    public VerificationFailure Failure { get; private set; }

    /// <summary>Gets the failure as Envoy shows it; null for none.</summary>
    public string? Reason { get; private set; }

    /// <summary>Creates the policy for the chain of certificates. Nothing is downloaded for it.</summary>
    public X509ChainPolicy CreatePolicy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (context.Authorities.Count > 0)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            foreach (var authority in context.Authorities)
            {
                policy.CustomTrustStore.Add(authority.Certificate);
            }
        }

        return policy;
    }

    /// <summary>Verifies the certificate that the server has sent.</summary>
    public bool Verify(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (settings.AcceptsAnyCertificate)
        {
            return true;
        }

        if (certificate is not X509Certificate2 own || chain is null)
        {
            Fail(VerificationFailure.Certificate, TlsErrorText.NoCertificate);
        }
        else if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) && !EndsAtAuthority(chain))
        {
            Fail(VerificationFailure.Certificate, TlsErrorText.OfChain(chain));
        }
        else
        {
            VerifyName(own, ((SslStream)sender).TargetHostName, errors);
        }

        return Failure == VerificationFailure.None;
    }

    private void VerifyName(X509Certificate2 certificate, string serverName, SslPolicyErrors errors)
    {
        var names = SubjectAltNames.Of(certificate);
        if (context.Names is null)
        {
            if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            {
                Fail(VerificationFailure.Name, TlsErrorText.OfName(serverName, names));
            }
        }
        else if (!context.Names.Matches(names))
        {
            Fail(VerificationFailure.Name, TlsErrorText.OfNames(names));
        }
    }

    // Like Envoy, an intermediate authority can be trusted without its root. The chain is incomplete then, and that is its only error.
    private bool EndsAtAuthority(X509Chain chain) =>
        context.Authorities.Count > 0
        && chain.ChainStatus.All(status => status.Status == X509ChainStatusFlags.PartialChain)
        && chain.ChainElements.Any(element => context.Authorities.Any(authority => authority.Certificate.Equals(element.Certificate)));

    private void Fail(VerificationFailure failure, string reason) => (Failure, Reason) = (failure, reason);
}
