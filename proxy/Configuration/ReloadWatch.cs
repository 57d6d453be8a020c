using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;

namespace ZipkinMesh.Proxy.Configuration;

/// <summary>Hands a changed file's routes and clusters on, or tells why not.</summary>
internal sealed class ReloadWatch(IConfiguration configuration, SettingsFile file, CheckedRoutes routes, ReloadLog log) : IHostedService
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
        catch (ConfigurationMistakeException e)
        {
            log.Refused(e);
        }
    }
}
