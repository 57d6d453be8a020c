using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ZipkinMesh.Proxy.Certificates;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Listeners.Tls;

/// <summary>
/// Writes the element that describes a client's certificate in <c>x-forwarded-client-cert</c>, with the keys, the order and the escaping of
/// Envoy 1.40:
/// <code>
/// By=spiffe://mesh/front;Hash=a05a8b...4709;Cert="-----BEGIN%20CERTIFICATE-----%0AMII...";Chain="...";Subject="CN=client,O=Mesh";URI=spiffe://mesh/client;DNS=client.test
/// </code>
/// <c>By</c> is repeated for each URI of the proxy's certificate, and so are <c>URI</c> and <c>DNS</c>. Without a URI, <c>URI=</c> is empty.
/// </summary>
internal static class ClientCertElement
{
    /// <summary>Writes the element.</summary>
    /// <param name="own">The proxy's certificate.</param>
    /// <param name="chain">The client's certificate, and those of intermediate authorities as the client sent them.</param>
    /// <param name="details">The parts to write.</param>
    public static string Write(CertificateFile own, IReadOnlyList<X509Certificate2> chain, ClientCertDetailsOptions details)
    {
        var client = chain[0];
        List<string> parts = [.. own.Names.Uris.Select(uri => $"By={Escape(uri)}"), $"Hash={client.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant()}"];
        if (details.Cert)
        {
            parts.Add($"Cert=\"{Encode([client])}\"");
        }

        if (details.Chain)
        {
            parts.Add($"Chain=\"{Encode(chain)}\"");
        }

        if (details.Subject)
        {
            parts.Add($"Subject=\"{DistinguishedName.Format(client.SubjectName)}\"");
        }

        var names = SubjectAltNames.Of(client);
        if (details.Uri)
        {
            parts.AddRange(names.Uris.DefaultIfEmpty("").Select(uri => $"URI={Escape(uri)}"));
        }

        if (details.Dns)
        {
            parts.AddRange(names.Dns.Select(name => $"DNS={Escape(name)}"));
        }

        return string.Join(';', parts);
    }

    private static string Encode(IEnumerable<X509Certificate2> certificates) =>
        Uri.EscapeDataString(string.Concat(certificates.Select(certificate => certificate.ExportCertificatePem() + "\n")));

    // No header may contain control characters. Envoy answers the requests of such a client with an error.
    private static string Escape(string name) => !name.Any(char.IsControl) ? name
        : name.Aggregate(new StringBuilder(), static (text, c) => char.IsControl(c) ? text.Append('%').Append(((int)c).ToString("X2", CultureInfo.InvariantCulture)) : text.Append(c)).ToString();
}
