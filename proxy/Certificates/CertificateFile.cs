using System.Security.Cryptography.X509Certificates;

namespace ZipkinMesh.Proxy.Certificates;

/// <summary>Represents a certificate that was loaded from a file.</summary>
/// <param name="Path">The path of the file, as it is configured.</param>
/// <param name="Certificate">The certificate. A file may have others, such as those of intermediate authorities.</param>
internal sealed record CertificateFile(string Path, X509Certificate2 Certificate)
{
    /// <summary>Gets the subject alternative names.</summary>
    public SubjectAltNames Names { get; } = SubjectAltNames.Of(Certificate);
}
