using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ZipkinMesh.Tests.Support.Certificates;

/// <summary>Issues certificates for tests.</summary>
internal sealed class TestAuthority
{
    private static readonly Dictionary<string, int> Tags = new() { ["EMAIL"] = 1, ["DNS"] = 2, ["URI"] = 6, ["IP"] = 7 };

    private readonly TestCertificate _certificate;

    public TestAuthority(string subject = "CN=Test CA,O=Mesh", TestAuthority? issuer = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName(subject), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        _certificate = Sign(request, key, issuer, DateTimeOffset.UtcNow.AddYears(issuer is null ? 5 : 4));
    }

    /// <summary>Gets the certificate of the authority as PEM.</summary>
    public string Pem => _certificate.CertificatePem;

    public X509Certificate2 Certificate => _certificate.Certificate;

    /// <summary>Issues a certificate.</summary>
    /// <param name="subject">The subject, such as <c>CN=a.test</c>.</param>
    /// <param name="names">The subject alternative names, such as <c>DNS:a.test</c>, <c>URI:spiffe://a</c> or <c>IP:127.0.0.1</c>.</param>
    public TestCertificate Issue(string subject, params string[] names) => Issue(new X500DistinguishedName(subject), DateTimeOffset.UtcNow.AddDays(90), names);

    /// <summary>Issues a certificate that ends at a time of the test's choice.</summary>
    public TestCertificate Issue(X500DistinguishedName subject, DateTimeOffset end, params string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        if (names.Length > 0)
        {
            request.CertificateExtensions.Add(new X509Extension("2.5.29.17", Encode(names), critical: false));
        }

        return Sign(request, key, this, end);
    }

    private static TestCertificate Sign(CertificateRequest request, ECDsa key, TestAuthority? issuer, DateTimeOffset end)
    {
        var start = DateTimeOffset.UtcNow.AddDays(-30);
        byte[] serial = [0x4a, .. RandomNumberGenerator.GetBytes(15)];
        if (issuer is null)
        {
            using var root = request.Create(request.SubjectName, X509SignatureGenerator.CreateForECDsa(key), start, end, serial);
            return new TestCertificate(root.CopyWithPrivateKey(key), "");
        }

        using var certificate = request.Create(issuer.Certificate, start, end, serial);

        // The root is no part of a chain that is sent.
        var isRoot = issuer.Certificate.Issuer == issuer.Certificate.Subject;
        return new TestCertificate(certificate.CopyWithPrivateKey(key), isRoot ? "" : issuer._certificate.ChainPem);
    }

    // The builder of .NET accepts only names that are well-formed.
    private static byte[] Encode(string[] names)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var (type, value) in names.Select(name => name.Split(':', 2)).Select(pair => (pair[0], pair[1])))
            {
                var bytes = type == "IP" ? System.Net.IPAddress.Parse(value).GetAddressBytes() : Encoding.Latin1.GetBytes(value);
                writer.WriteOctetString(bytes, new Asn1Tag(TagClass.ContextSpecific, Tags[type]));
            }
        }

        return writer.Encode();
    }
}
