using System.Collections.Immutable;

namespace ZipkinMesh.Proxy.Certificates;

/// <summary>Lists everything that has certificates: for the watch of the files, and for the admin interface and the statistics.</summary>
internal sealed class CertificateTable
{
    private ImmutableArray<CertificateSource> _sources = [];

    public ImmutableArray<CertificateSource> All => _sources;

    public void Add(CertificateSource source) => ImmutableInterlocked.Update(ref _sources, static (all, added) => all.Add(added), source);

    public void Remove(CertificateSource source) => ImmutableInterlocked.Update(ref _sources, static (all, removed) => all.Remove(removed), source);

    /// <summary>Returns the whole days until the first certificate expires, 0 when one has; null when there is none.</summary>
    public long? DaysUntilFirstExpires(DateTimeOffset now)
    {
        long? days = null;
        foreach (var source in All)
        {
            foreach (var file in source.Authorities.Concat(source.Own))
            {
                days = Math.Min(days ?? long.MaxValue, DaysUntil(file, now));
            }
        }

        return days;
    }

    /// <summary>Returns the whole days until a certificate expires; 0 when it has.</summary>
    public static long DaysUntil(CertificateFile file, DateTimeOffset now) =>
        (long)Math.Max(0, (file.Certificate.NotAfter.ToUniversalTime() - now.UtcDateTime).TotalDays);
}
