using System.Security.Cryptography.X509Certificates;

namespace ZipkinMesh.Proxy.Certificates;

/// <summary>Verifies chains of certificates: that they are valid, and end at one of some authorities.</summary>
/// <param name="files">The authorities; empty for those that the system trusts.</param>
internal sealed class TrustedAuthorities(IReadOnlyList<CertificateFile> files)
{
    public IReadOnlyList<CertificateFile> Files => files;

    /// <summary>Creates the policy for a chain. Nothing is downloaded for it.</summary>
    public X509ChainPolicy CreatePolicy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (files.Count > 0)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            foreach (var file in files)
            {
                policy.CustomTrustStore.Add(file.Certificate);
            }
        }

        return policy;
    }

    /// <summary>
    /// Returns true when a chain was built without an error. Like Envoy, an intermediate authority can be trusted without its root: the chain
    /// is incomplete then, and that is its only error.
    /// </summary>
    /// <param name="chain">The chain.</param>
    /// <param name="hasErrors">True when it has an error.</param>
    public bool IsValid(X509Chain chain, bool hasErrors) => !hasErrors
        || (chain.ChainStatus.All(status => status.Status == X509ChainStatusFlags.PartialChain)
            && chain.ChainElements.Any(element => files.Any(authority => authority.Certificate.Equals(element.Certificate))));
}
