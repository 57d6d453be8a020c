using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

namespace ZipkinMesh.Proxy.Configuration;

/// <summary>
/// Says in one line what became of a changed configuration. YARP's own log of the same is a stack trace, and off.
/// </summary>
internal sealed partial class ReloadLog(IConfiguration configuration, ILogger<ReloadLog> logger) : IConfigChangeListener
{
    public const string Refused = "(refused; the last good configuration stays)";

    public void ConfigurationLoaded(IReadOnlyList<IProxyConfig> proxyConfigs)
    {
    }

    public void ConfigurationLoadingFailed(IProxyConfigProvider configProvider, Exception exception)
    {
        try
        {
            // YARP stumbled over a value; our rules know its key.
            SettingRules.CheckRoutes(configuration);
            LogRefused(ConfigurationMistakeException.LineFor(exception));
        }
        catch (ConfigurationMistakeException mistake)
        {
            LogRefused(mistake.Message);
        }
    }

    public void ConfigurationApplied(IReadOnlyList<IProxyConfig> proxyConfigs) => LogApplied();

    public void ConfigurationApplyingFailed(IReadOnlyList<IProxyConfig> proxyConfigs, Exception exception) =>
        LogRefused(ConfigurationMistakeException.LineFor(exception));

    [LoggerMessage(Level = LogLevel.Error, Message = "{Mistake} " + Refused)]
    private partial void LogRefused(string mistake);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Routes and clusters applied.")]
    private partial void LogApplied();
}
