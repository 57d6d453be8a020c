using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Proxy.Options;

/// <summary>Allows the path of a PEM file that has certificates and can be read.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PemCertificatesAttribute : Attribute, IOptionRule
{
    /// <inheritdoc/>
    public string Allowed => "the path of a PEM file with certificates";

    /// <inheritdoc/>
    public bool Allows(string value)
    {
        try
        {
            return Load(value).Count > 0;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public JsonObject CreateSchema() => new() { ["type"] = "string" };

    /// <summary>Loads the certificates of a file.</summary>
    public static X509Certificate2Collection Load(string path)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(path);
        return certificates;
    }
}
