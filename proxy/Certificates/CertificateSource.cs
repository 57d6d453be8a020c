using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Counters;

namespace ZipkinMesh.Proxy.Certificates;

/// <summary>Represents something that has certificates from files: a listener or a cluster.</summary>
/// <param name="name">The key of its settings, for messages.</param>
/// <param name="paths">The paths of all its files, those of private keys included.</param>
/// <param name="counters">The counts of its replacements.</param>
internal abstract class CertificateSource(string name, IReadOnlyList<string> paths, CertificateCounters counters)
{
    // Read before the files are loaded for the first time: what changes meanwhile is noticed.
    private string _loaded = FileFingerprint.Of(paths);
    private string? _pending;

    public string Name { get; } = name;

    /// <summary>Gets the counts of replacements.</summary>
    public CertificateCounters Counters { get; } = counters;

    /// <summary>Gets the certificates of authorities by which those of the other side are verified.</summary>
    public abstract IEnumerable<CertificateFile> Authorities { get; }

    /// <summary>Gets the certificates that are shown to the other side.</summary>
    public abstract IEnumerable<CertificateFile> Own { get; }

    /// <summary>Loads the files again. New connections use what was loaded last.</summary>
    /// <exception cref="SettingException">A file can't be used; the certificates stay what they are.</exception>
    public abstract void Load();

    /// <summary>
    /// Returns true, once, when the files have changed, and have been the same at the last two calls: a file may be half written, and a
    /// certificate may be replaced a moment before its key.
    /// </summary>
    public bool TakeChange()
    {
        var current = FileFingerprint.Of(paths);
        var isComplete = current != _loaded && current == _pending;
        _pending = current;
        if (isComplete)
        {
            _loaded = current;
        }

        return isComplete;
    }
}
