using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Configuration.Sources;

namespace ZipkinMesh.Proxy.Configuration.Reload;

/// <summary>Hands a changed file's routes and clusters on, or tells why not.</summary>
internal sealed class ReloadService(IConfiguration configuration, SettingsFile file, ValidatedConfigurationProvider routes, ReloadLog log) : IHostedService
{
    private IDisposable? _watch;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _watch = ChangeToken.OnChange(configuration.GetReloadToken, Reload);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _watch?.Dispose();
        return Task.CompletedTask;
    }

    private void Reload()
    {
        try
        {
            if (file.TakeMistake() is { } mistake)
            {
                throw mistake;
            }

            routes.Update();
        }
        catch (SettingException e)
        {
            log.Refused(e);
        }
    }
}
