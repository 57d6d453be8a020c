using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ZipkinMesh.Tests.Support.Certificates;

/// <summary>Represents a certificate for tests, with its key and the certificates of intermediate authorities.</summary>
internal sealed record TestCertificate(X509Certificate2 Certificate, string IntermediatesPem)
{
    public string CertificatePem => Certificate.ExportCertificatePem() + "\n";

    public string ChainPem => CertificatePem + IntermediatesPem;

    public string KeyPem => Certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>Returns the key, encrypted with a password.</summary>
    public string EncryptedKeyPem(string password) => Certificate.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem(
        password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)) + "\n";

    /// <summary>Writes the chain and the key to files.</summary>
    public CertificatePaths WriteTo(string folder, string name)
    {
        var paths = new CertificatePaths(Path.Combine(folder, $"{name}.pem"), Path.Combine(folder, $"{name}.key"));
        File.WriteAllText(paths.Chain, ChainPem);
        File.WriteAllText(paths.Key, KeyPem);
        return paths;
    }
}
