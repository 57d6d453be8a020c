using System.Globalization;
using System.Text.Json;
using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Certificates;

namespace ZipkinMesh.Proxy.Admin.Endpoints;

/// <summary>Shows the certificates of listeners and clusters (Envoy's <c>envoy.admin.v3.Certificates</c>).</summary>
internal sealed class CertsCommand(CertificateTable certificates, TimeProvider time) : AdminCommand("/certs", "print certs on machine")
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public override Task RunAsync(AdminRequest request) => request.RespondAsync(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("certificates");
        foreach (var source in certificates.All)
        {
            json.WriteStartObject();
            Write(json, "ca_cert", source.Authorities);
            Write(json, "cert_chain", source.Own);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private void Write(Utf8JsonWriter json, string name, IEnumerable<CertificateFile> files)
    {
        json.WriteStartArray(name);
        foreach (var file in files)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path);
            json.WriteString("serial_number", SerialNumber.Format(file.Certificate));
            WriteNames(json, file.Names);
            json.WriteString("days_until_expiration", CertificateTable.DaysUntil(file, time.GetUtcNow()).ToString(CultureInfo.InvariantCulture));
            json.WriteString("valid_from", Format(file.Certificate.NotBefore));
            json.WriteString("expiration_time", Format(file.Certificate.NotAfter));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNames(Utf8JsonWriter json, SubjectAltNames names)
    {
        var all = names.Dns.Select(name => ("dns", name)).Concat(names.Uris.Select(name => ("uri", name))).Concat(names.Addresses.Select(name => ("ip_address", name)));
        json.WriteStartArray("subject_alt_names");
        foreach (var (type, name) in all)
        {
            json.WriteStartObject();
            json.WriteString(type, name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Format(DateTime time) => time.ToUniversalTime().ToString(TimeFormat, CultureInfo.InvariantCulture);
}
