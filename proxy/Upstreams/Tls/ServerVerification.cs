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

    /// <summary>Verifies the certificate that the server has sent.</summary>
    public bool Verify(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (settings.AcceptsAnyCertificate)
        {
            return true;
        }

        if (certificate is not X509Certificate2 own || chain is null)
        {
            Fail(VerificationFailure.NoCertificate, TlsErrorText.NoCertificate);
        }
        else if (!context.Trust.IsValid(chain, errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)))
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
        if (context.Names.Count == 0)
        {
            if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            {
                Fail(VerificationFailure.Name, TlsErrorText.OfName(serverName, names));
            }
        }
        else if (!context.Names.Any(match => names.Match(match.Type, match.Value)))
        {
            Fail(VerificationFailure.Name, TlsErrorText.OfNames(names));
        }
    }

    private void Fail(VerificationFailure failure, string reason) => (Failure, Reason) = (failure, reason);
}
