using Yarp.ReverseProxy.Configuration;

namespace ZipkinMesh.Proxy.Admin.ConfigDump;

/// <summary>Records when the configuration was read, and when its routes and clusters were applied last.</summary>
internal sealed class ConfigurationTimes(TimeProvider time) : IConfigChangeListener
{
    private long _updated = time.GetUtcNow().Ticks;

    public DateTimeOffset Started { get; } = time.GetUtcNow();

    public DateTimeOffset Updated => new(Interlocked.Read(ref _updated), TimeSpan.Zero);

    public void ConfigurationLoaded(IReadOnlyList<IProxyConfig> proxyConfigs)
    {
    }

    public void ConfigurationLoadingFailed(IProxyConfigProvider configProvider, Exception exception)
    {
    }

    public void ConfigurationApplied(IReadOnlyList<IProxyConfig> proxyConfigs) => Interlocked.Exchange(ref _updated, time.GetUtcNow().Ticks);

    public void ConfigurationApplyingFailed(IReadOnlyList<IProxyConfig> proxyConfigs, Exception exception)
    {
    }
}
