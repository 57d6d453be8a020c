using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Configuration;
using ZipkinMesh.Proxy.Admin.Clusters;
using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Admin.ConfigDump;
using ZipkinMesh.Proxy.Admin.Endpoints;
using ZipkinMesh.Proxy.Admin.Logging;
using ZipkinMesh.Proxy.Admin.Stats;
using ZipkinMesh.Proxy.Admin.Traces;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.RecentRequests;
using ZipkinMesh.Proxy.Stats;

namespace ZipkinMesh.Proxy.Admin;

/// <summary>Adds the admin interface, if it is configured.</summary>
internal static class AdminExtensions
{
    public static IServiceCollection AddAdmin(this IServiceCollection services, ZipkinMeshOptions options)
    {
        if (options.Admin is not { } admin)
        {
            return services;
        }

        return services
            .AddSingleton(admin)
            .AddStatsReader()
            .AddRecentRequests()
            .AddSingleton<CommandTable>()
            .AddSingleton<AllowedPaths>()
            .AddSingleton<RequestGuard>()
            .AddSingleton<AdminRouter>()
            .AddSingleton<AdminAccessLog>()
            .AddSingleton<AdminServer>()
            .AddHostedService(provider => provider.GetRequiredService<AdminServer>())
            .AddCommands()
            .AddConfigDump()
            .AddLogLevels();
    }

    /// <summary>Adds the commands for the listeners that the proxy itself opens, if the admin interface is configured.</summary>
    public static IServiceCollection AddListenerCommands(this IServiceCollection services, ZipkinMeshOptions options) => options.Admin is null
        ? services
        : services
            .AddSingleton<AdminCommand, DrainListenersCommand>()
            .AddSingleton<AdminCommand, InitDumpCommand>()
            .AddSingleton<AdminCommand, ListenersCommand>();

    private static IServiceCollection AddCommands(this IServiceCollection services) => services
        .AddSingleton<AdminCommand, CertsCommand>()
        .AddSingleton<AdminCommand, ClustersCommand>()
        .AddSingleton<AdminCommand, ConfigDumpCommand>()
        .AddSingleton<AdminCommand, HealthCheckFailCommand>()
        .AddSingleton<AdminCommand, HealthCheckOkCommand>()
        .AddSingleton<AdminCommand, HotRestartVersionCommand>()
        .AddSingleton<AdminCommand, MemoryCommand>()
        .AddSingleton<AdminCommand, QuitCommand>()
        .AddSingleton<AdminCommand, ReadyCommand>()
        .AddSingleton<AdminCommand, ReopenLogsCommand>()
        .AddSingleton<AdminCommand, ResetCountersCommand>()
        .AddSingleton<AdminCommand, RuntimeCommand>()
        .AddSingleton<AdminCommand, RuntimeModifyCommand>()
        .AddSingleton<AdminCommand, ServerInfoCommand>()
        .AddSingleton<AdminCommand, StatsCommand>()
        .AddSingleton<AdminCommand, PrometheusCommand>()
        .AddSingleton<AdminCommand, TracesCommand>();

    private static IServiceCollection AddConfigDump(this IServiceCollection services) => services
        .AddSingleton<ClusterStatuses>()
        .AddSingleton<ConfigurationTimes>()
        .AddSingleton<IConfigChangeListener>(provider => provider.GetRequiredService<ConfigurationTimes>())
        .AddSingleton<EffectiveConfiguration>();

    private static IServiceCollection AddLogLevels(this IServiceCollection services) => services
        .AddSingleton<LogLevels>()
        .AddSingleton<IPostConfigureOptions<LoggerFilterOptions>>(provider => provider.GetRequiredService<LogLevels>())
        .AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(provider => provider.GetRequiredService<LogLevels>())
        .AddSingleton<AdminCommand, LoggingCommand>();
}
