using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

namespace ZipkinMesh.Proxy.Configuration.Reload;

/// <summary>Logs in one line whether a changed configuration was applied. YARP's own log, which has stack traces, is off.</summary>
internal sealed partial class ReloadLog(ILogger<ReloadLog> logger) : IConfigChangeListener
{
    public void ConfigurationLoaded(IReadOnlyList<IProxyConfig> proxyConfigs)
    {
    }

    public void ConfigurationLoadingFailed(IProxyConfigProvider configProvider, Exception exception) => Reject(exception);

    public void ConfigurationApplied(IReadOnlyList<IProxyConfig> proxyConfigs) => LogApplied();

    public void ConfigurationApplyingFailed(IReadOnlyList<IProxyConfig> proxyConfigs, Exception exception) => Reject(exception);

    public void Reject(Exception exception) => LogRejected(ConfigurationErrors.MessageOf(exception));

    [LoggerMessage(Level = LogLevel.Error, Message = "{Problem} (rejected; the last good configuration stays in use)")]
    private partial void LogRejected(string problem);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Routes and clusters applied.")]
    private partial void LogApplied();
}
