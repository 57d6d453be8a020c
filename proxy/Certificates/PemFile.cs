using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ZipkinMesh.Hosting;

namespace ZipkinMesh.Proxy.Certificates;

/// <summary>Loads certificates and keys from PEM files. The paths are settings, so what can't be used names the key, the path and the reason.</summary>
internal static class PemFile
{
    private const string EncryptedKey = "ENCRYPTED PRIVATE KEY";
    private const string KeySuffix = "PRIVATE KEY";

    /// <summary>Loads all certificates of a file, in their order.</summary>
    /// <param name="key">The key of the setting.</param>
    /// <param name="path">The path.</param>
    /// <exception cref="SettingException">The file can't be read, or has no certificate.</exception>
    public static X509Certificate2Collection LoadCertificates(string key, string path) =>
        ParseCertificates(key, path, ReadText(key, path, "the path of a PEM file with certificates"));

    /// <summary>Loads a certificate with its private key, and the certificates that follow it in the file.</summary>
    /// <param name="key">The key of the setting for the certificate.</param>
    /// <param name="path">The path of the certificate.</param>
    /// <param name="keyOfKey">The key of the setting for the private key.</param>
    /// <param name="pathOfKey">The path of the private key; empty when the file of the certificate has it.</param>
    /// <exception cref="SettingException">A file can't be read or doesn't have what it must, or the key isn't the certificate's.</exception>
    public static X509Certificate2Collection LoadWithPrivateKey(string key, string path, string keyOfKey, string pathOfKey)
    {
        var text = ReadText(key, path, "the path of a PEM file with a certificate");
        var certificates = ParseCertificates(key, path, text);
        var allowed = $"the path of a PEM file with the private key of {path}";
        var keyText = pathOfKey.Length == 0 ? text : ReadText(keyOfKey, pathOfKey, allowed);
        if (FindPrivateKey(keyText) is not { } label)
        {
            throw SettingException.NotAllowed(keyOfKey, pathOfKey, $"{allowed} (the file has no private key)");
        }

        if (label == EncryptedKey)
        {
            throw SettingException.NotAllowed(keyOfKey, pathOfKey, $"{allowed} (this key has a password)");
        }

        try
        {
            certificates[0] = X509Certificate2.CreateFromPem(text, keyText);
            return certificates;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw SettingException.NotAllowed(keyOfKey, pathOfKey, $"{allowed} (the file has another key)");
        }
    }

    private static X509Certificate2Collection ParseCertificates(string key, string path, string text)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(text);
        }
        catch (CryptographicException)
        {
            certificates.Clear();
        }

        return certificates.Count > 0 ? certificates
            : throw SettingException.NotAllowed(key, path, "the path of a PEM file with a certificate (the file has none that can be read)");
    }

    // The label of the first key; null without one.
    private static string? FindPrivateKey(ReadOnlySpan<char> text)
    {
        while (PemEncoding.TryFind(text, out var fields))
        {
            var label = text[fields.Label];
            if (label.EndsWith(KeySuffix))
            {
                return label.ToString();
            }

            text = text[fields.Location.End..];
        }

        return null;
    }

    private static string ReadText(string key, string path, string allowed)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var reason = e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : $"the file can't be read: {e.Message}";
            throw SettingException.NotAllowed(key, path, $"{allowed} ({reason})");
        }
    }
}
