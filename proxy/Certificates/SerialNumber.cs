using System.Security.Cryptography.X509Certificates;

namespace ZipkinMesh.Proxy.Certificates;

/// <summary>Writes the serial number of a certificate as Envoy does: hexadecimal, without leading bytes of zero.</summary>
internal static class SerialNumber
{
    public static string Format(X509Certificate2 certificate)
    {
        var bytes = certificate.SerialNumberBytes.Span.TrimStart((byte)0);
        return bytes.IsEmpty ? "0" : Convert.ToHexStringLower(bytes);
    }
}
