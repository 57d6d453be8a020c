using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ZipkinMesh.Hosting;

namespace ZipkinMesh.Proxy.Certificates;

/// <summary>
/// Loads certificates again when the content of their files changes, however it does: in place, by renaming, or by another target of a link,
/// as in the volumes of Kubernetes. Open connections keep theirs. A certificate that can't be used is reported, and the last good one stays.
/// </summary>
/// <remarks>
/// The files are read once a second. Notifications of the file system don't come from every kind of volume, and come for each step of a
/// replacement.
/// </remarks>
internal sealed partial class CertificateWatcher(CertificateTable table, TimeProvider time, ILogger<CertificateWatcher> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Loads what has changed.</summary>
    public void Check()
    {
        foreach (var source in table.All)
        {
            if (source.TakeChange())
            {
                Load(source);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var source in table.All)
        {
            WarnOfValidity(source);
        }

        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                Check();
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private void Load(CertificateSource source)
    {
        try
        {
            source.Load();
            source.Counters.Updates.Increment();
            LogLoaded(source.Name);
            WarnOfValidity(source);
        }
        catch (SettingException e)
        {
            source.Counters.FailedUpdates.Increment();
            LogKept(source.Name, e.Message);
        }
    }

    // Clients refuse such a certificate. The proxy doesn't: it may have routes that matter more.
    private void WarnOfValidity(CertificateSource source)
    {
        var now = time.GetUtcNow();
        foreach (var (path, certificate) in source.Own.Concat(source.Authorities))
        {
            if (certificate.NotAfter < now.LocalDateTime)
            {
                LogExpired(source.Name, certificate.Subject, path, certificate.NotAfter.ToUniversalTime());
            }
            else if (certificate.NotBefore > now.LocalDateTime)
            {
                LogNotYetValid(source.Name, certificate.Subject, path, certificate.NotBefore.ToUniversalTime());
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Source}: certificates loaded again. New connections use them.")]
    private partial void LogLoaded(string source);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Source}: the changed certificates can't be used, and the last good ones stay. {Problem}")]
    private partial void LogKept(string source, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Source}: the certificate of {Subject} in {Path} expired on {Time:u}.")]
    private partial void LogExpired(string source, string subject, string path, DateTime time);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Source}: the certificate of {Subject} in {Path} isn't valid before {Time:u}.")]
    private partial void LogNotYetValid(string source, string subject, string path, DateTime time);
}
