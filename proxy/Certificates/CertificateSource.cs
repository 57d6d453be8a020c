using ZipkinMesh.Hosting;

namespace ZipkinMesh.Proxy.Certificates;

/// <summary>Represents something that has certificates from files: a listener or a cluster.</summary>
/// <param name="name">The key of its settings, for messages.</param>
/// <param name="paths">The paths of all its files, those of private keys included.</param>
internal abstract class CertificateSource(string name, IReadOnlyList<string> paths)
{
    public string Name { get; } = name;

    public IReadOnlyList<string> Paths { get; } = paths;

    /// <summary>Gets the certificates of authorities by which those of the other side are verified.</summary>
    public abstract IEnumerable<CertificateFile> Authorities { get; }

    /// <summary>Gets the certificates that are shown to the other side.</summary>
    public abstract IEnumerable<CertificateFile> Own { get; }

    /// <summary>Loads the files again. New connections use what was loaded last.</summary>
    /// <exception cref="SettingException">A file can't be used; the certificates stay what they are.</exception>
    public abstract void Load();
}
