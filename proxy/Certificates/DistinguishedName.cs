using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ZipkinMesh.Proxy.Certificates;

/// <summary>
/// Writes the name of a subject or an issuer as RFC 2253 does, in OpenSSL's spelling, which is Envoy's: the last attribute first, and in
/// ASCII.
/// <code>CN=Z\C3\BCrich,OU=Web\, Mail,O=Mesh,C=CH</code>
/// </summary>
internal static class DistinguishedName
{
    private const string Escaped = ",+\"\\<>;";

    // Other attributes are written with their numbers.
    private static readonly Dictionary<string, string> ShortNames = new()
    {
        ["2.5.4.3"] = "CN",
        ["2.5.4.4"] = "SN",
        ["2.5.4.5"] = "serialNumber",
        ["2.5.4.6"] = "C",
        ["2.5.4.7"] = "L",
        ["2.5.4.8"] = "ST",
        ["2.5.4.9"] = "street",
        ["2.5.4.10"] = "O",
        ["2.5.4.11"] = "OU",
        ["2.5.4.12"] = "title",
        ["2.5.4.13"] = "description",
        ["2.5.4.15"] = "businessCategory",
        ["2.5.4.16"] = "postalAddress",
        ["2.5.4.17"] = "postalCode",
        ["2.5.4.18"] = "postOfficeBox",
        ["2.5.4.20"] = "telephoneNumber",
        ["2.5.4.41"] = "name",
        ["2.5.4.42"] = "GN",
        ["2.5.4.43"] = "initials",
        ["2.5.4.44"] = "generationQualifier",
        ["2.5.4.45"] = "x500UniqueIdentifier",
        ["2.5.4.46"] = "dnQualifier",
        ["2.5.4.65"] = "pseudonym",
        ["2.5.4.72"] = "role",
        ["1.2.840.113549.1.9.1"] = "emailAddress",
        ["1.2.840.113549.1.9.2"] = "unstructuredName",
        ["1.2.840.113549.1.9.8"] = "unstructuredAddress",
        ["0.9.2342.19200300.100.1.1"] = "UID",
        ["0.9.2342.19200300.100.1.3"] = "mail",
        ["0.9.2342.19200300.100.1.25"] = "DC",
    };

    /// <summary>Writes a name; empty for one without attributes.</summary>
    public static string Format(X500DistinguishedName name)
    {
        var reader = new AsnReader(name.RawData, AsnEncodingRules.BER).ReadSequence();
        var parts = new List<string>();
        while (reader.HasData)
        {
            parts.Add(FormatPart(reader.ReadSetOf(skipSortOrderValidation: true)));
        }

        parts.Reverse();
        return string.Join(',', parts);
    }

    // A part usually has one attribute.
    private static string FormatPart(AsnReader set)
    {
        var attributes = new List<string>();
        while (set.HasData)
        {
            attributes.Add(FormatAttribute(set.ReadSequence()));
        }

        attributes.Reverse();
        return string.Join('+', attributes);
    }

    private static string FormatAttribute(AsnReader attribute)
    {
        var oid = attribute.ReadObjectIdentifier();
        var value = attribute.ReadEncodedValue();
        var isKnown = ShortNames.TryGetValue(oid, out var shortName);
        var text = new StringBuilder(shortName ?? oid).Append('=');
        AppendValue(text, isKnown ? ReadText(value) : null, value.Span);
        return text.ToString();
    }

    // Null for a value that isn't text.
    private static string? ReadText(ReadOnlyMemory<byte> value)
    {
        var reader = new AsnReader(value, AsnEncodingRules.BER);
        var tag = reader.PeekTag();
        try
        {
            return tag.TagClass != TagClass.Universal ? null : (UniversalTagNumber)tag.TagValue switch
            {
                UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String
                    or UniversalTagNumber.T61String or UniversalTagNumber.BMPString or UniversalTagNumber.NumericString or UniversalTagNumber.VisibleString =>
                    reader.ReadCharacterString((UniversalTagNumber)tag.TagValue),
                _ => null,
            };
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static void AppendValue(StringBuilder text, string? value, ReadOnlySpan<byte> encoded)
    {
        if (value is null)
        {
            text.Append('#').Append(Convert.ToHexString(encoded));
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(value);
        for (var i = 0; i < bytes.Length; i++)
        {
            var c = (char)bytes[i];
            if (c is < ' ' or > '~')
            {
                text.Append(CultureInfo.InvariantCulture, $"\\{bytes[i]:X2}");
            }
            else if (Escaped.Contains(c) || (i == 0 && c is ('#' or ' ')) || (i == bytes.Length - 1 && c == ' '))
            {
                text.Append('\\').Append(c);
            }
            else
            {
                text.Append(c);
            }
        }
    }
}
