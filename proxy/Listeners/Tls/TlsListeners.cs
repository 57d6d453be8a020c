using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Certificates;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Listeners.Tls;

/// <summary>Holds the TLS of those listeners that have it.</summary>
internal sealed class TlsListeners
{
    private readonly Dictionary<string, TlsListener> _byName;

    /// <exception cref="SettingException">A file can't be used.</exception>
    /// <param name="options">The options.</param>
    /// <param name="find">Returns the listener of a name.</param>
    public TlsListeners(ZipkinMeshOptions options, Func<string, ListenerInfo> find) => _byName = options.Listeners
        .Where(listener => listener.Value.Tls is not null)
        .ToDictionary(listener => listener.Key, listener => new TlsListener(find(listener.Key), listener.Value));

    /// <summary>Returns the TLS of a listener; null when it accepts clear text.</summary>
    public TlsListener? Find(string listener) => _byName.GetValueOrDefault(listener);

    /// <summary>Adds the certificates of all listeners to a table.</summary>
    public void AddTo(CertificateTable table)
    {
        foreach (var listener in _byName.Values)
        {
            table.Add(listener);
        }
    }
}
