using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Configuration.Sources;

namespace ZipkinMesh.Proxy.Configuration.Reload;

/// <summary>Applies the routes and clusters of a changed file, or logs why they are rejected.</summary>
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
            if (file.TakeProblem() is { } problem)
            {
                throw problem;
            }

            routes.Update();
        }
        catch (SettingException e)
        {
            log.Reject(e);
        }
    }
}
