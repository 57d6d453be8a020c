using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

namespace ZipkinMesh.Proxy.Configuration.Reload;

/// <summary>
/// Says in one line what became of a changed configuration. YARP's own log of the same is a stack trace, and off.
/// </summary>
internal sealed partial class ReloadLog(ILogger<ReloadLog> logger) : IConfigChangeListener
{
    public void ConfigurationLoaded(IReadOnlyList<IProxyConfig> proxyConfigs)
    {
    }

    public void ConfigurationLoadingFailed(IProxyConfigProvider configProvider, Exception exception) => Refused(exception);

    public void ConfigurationApplied(IReadOnlyList<IProxyConfig> proxyConfigs) => LogApplied();

    public void ConfigurationApplyingFailed(IReadOnlyList<IProxyConfig> proxyConfigs, Exception exception) => Refused(exception);

    public void Refused(Exception exception) => LogRefused(ConfigurationErrors.MessageOf(exception));

    [LoggerMessage(Level = LogLevel.Error, Message = "{Mistake} (refused; the last good configuration stays)")]
    private partial void LogRefused(string mistake);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Routes and clusters applied.")]
    private partial void LogApplied();
}
