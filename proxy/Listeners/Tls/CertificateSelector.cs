namespace ZipkinMesh.Proxy.Listeners.Tls;

/// <summary>
/// Selects a certificate by the server name of a handshake, as Envoy does: one that has the name, otherwise one with a wildcard in place of
/// its first label, otherwise the first.
/// </summary>
internal sealed class CertificateSelector
{
    private const string Wildcard = "*.";

    private readonly ServerCertificate _default;
    private readonly Dictionary<string, ServerCertificate> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ServerCertificate> _bySuffix = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="certificates">The certificates, of which an earlier one takes precedence where two have the same name.</param>
    public CertificateSelector(IReadOnlyList<ServerCertificate> certificates)
    {
        _default = certificates[0];
        foreach (var certificate in certificates)
        {
            foreach (var name in certificate.ServerNames)
            {
                _ = name.StartsWith(Wildcard, StringComparison.Ordinal)
                    ? _bySuffix.TryAdd(name[Wildcard.Length..], certificate)
                    : _byName.TryAdd(name, certificate);
            }
        }
    }

    /// <summary>Returns the certificate for a server name; null or empty for none.</summary>
    public ServerCertificate Select(string? serverName)
    {
        if (string.IsNullOrEmpty(serverName))
        {
            return _default;
        }

        if (_byName.TryGetValue(serverName, out var exact))
        {
            return exact;
        }

        var dot = serverName.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && _bySuffix.TryGetValue(serverName[(dot + 1)..], out var wildcard) ? wildcard : _default;
    }
}
