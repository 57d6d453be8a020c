using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ZipkinMesh.Proxy.Certificates;

/// <summary>Lists the subject alternative names of a certificate by their types, in the order of the certificate (RFC 5280, 4.2.1.6).</summary>
/// <param name="Dns">The DNS names.</param>
/// <param name="Uris">The URIs, such as <c>spiffe://cluster.local/ns/shop/sa/cart</c>.</param>
/// <param name="Emails">The mail addresses.</param>
/// <param name="Addresses">The IP addresses.</param>
internal sealed record SubjectAltNames(IReadOnlyList<string> Dns, IReadOnlyList<string> Uris, IReadOnlyList<string> Emails, IReadOnlyList<string> Addresses)
{
    private const string ExtensionOid = "2.5.29.17";

    private static readonly SubjectAltNames None = new([], [], [], []);

    // The numbers of the alternatives of GeneralName.
    private static readonly Asn1Tag Email = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag DnsName = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag Uri = new(TagClass.ContextSpecific, 6);
    private static readonly Asn1Tag Address = new(TagClass.ContextSpecific, 7);

    /// <summary>Reads the names of a certificate. An extension that isn't well-formed has none.</summary>
    public static SubjectAltNames Of(X509Certificate2 certificate)
    {
        try
        {
            return certificate.Extensions[ExtensionOid] is { } extension ? Read(extension.RawData) : None;
        }
        catch (AsnContentException)
        {
            return None;
        }
    }

    /// <summary>Returns true when one of the names matches. A DNS name also matches one with a wildcard in place of its first label.</summary>
    /// <param name="type">The type of the name: URI, DNS, EMAIL or IP_ADDRESS.</param>
    /// <param name="value">The name, or its beginning and a <c>*</c>.</param>
    public bool Match(string type, string value)
    {
        var names = type switch
        {
            "URI" => Uris,
            "DNS" => Dns,
            "EMAIL" => Emails,
            _ => Addresses,
        };
        return value.EndsWith('*')
            ? names.Any(name => name.StartsWith(value[..^1], StringComparison.Ordinal))
            : names.Contains(value, StringComparer.Ordinal) || (type == "DNS" && Dns.Any(name => IsWildcardOf(name, value)));
    }

    private static bool IsWildcardOf(string name, string value)
    {
        var dot = value.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && name.StartsWith("*.", StringComparison.Ordinal) && name.AsSpan(1).SequenceEqual(value.AsSpan(dot));
    }

    private static SubjectAltNames Read(byte[] extension)
    {
        List<string> dns = [], uris = [], emails = [], addresses = [];
        var names = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
        while (names.HasData)
        {
            var tag = names.PeekTag();
            if (tag.HasSameClassAndValue(DnsName))
            {
                dns.Add(ReadText(names, tag));
            }
            else if (tag.HasSameClassAndValue(Uri))
            {
                uris.Add(ReadText(names, tag));
            }
            else if (tag.HasSameClassAndValue(Email))
            {
                emails.Add(ReadText(names, tag));
            }
            else if (tag.HasSameClassAndValue(Address) && names.ReadOctetString(tag) is { Length: 4 or 16 } bytes)
            {
                addresses.Add(new IPAddress(bytes).ToString());
            }
            else if (!tag.HasSameClassAndValue(Address))
            {
                names.ReadEncodedValue();
            }
        }

        return new SubjectAltNames(dns, uris, emails, addresses);
    }

    // Names are ASCII by the standard. Another byte stays what it is.
    private static string ReadText(AsnReader names, Asn1Tag tag) =>
        Encoding.Latin1.GetString(names.ReadOctetString(tag));
}
