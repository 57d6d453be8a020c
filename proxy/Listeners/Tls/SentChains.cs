using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;

namespace ZipkinMesh.Proxy.Listeners.Tls;

/// <summary>
/// Remembers the certificates of intermediate authorities that clients have sent with theirs. A session that is resumed has only the client's
/// own, with which it couldn't be verified again.
/// </summary>
internal sealed class SentChains
{
    // Clients beyond make a new handshake after a resumption that failed.
    private const int MaxClients = 1_000;

    private readonly ConcurrentDictionary<string, X509Certificate2[]> _byClient = new();

    /// <summary>Remembers what a client has sent, after it has been verified.</summary>
    public void Add(X509Certificate2 client, X509Certificate2[] intermediates)
    {
        if (_byClient.Count >= MaxClients)
        {
            _byClient.Clear();
        }

        _byClient[client.Thumbprint] = intermediates;
    }

    /// <summary>Returns what a client has sent; empty when that isn't known.</summary>
    public X509Certificate2[] Find(X509Certificate2 client) => _byClient.GetValueOrDefault(client.Thumbprint) ?? [];
}
