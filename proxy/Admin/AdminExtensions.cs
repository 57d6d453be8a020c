using Microsoft.Extensions.DependencyInjection;
using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Admin.Endpoints;
using ZipkinMesh.Proxy.Admin.Stats;
using ZipkinMesh.Proxy.Options;
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
            .AddSingleton<CommandTable>()
            .AddSingleton<AllowedPaths>()
            .AddSingleton<RequestGuard>()
            .AddSingleton<AdminRouter>()
            .AddSingleton<AdminAccessLog>()
            .AddSingleton<AdminServer>()
            .AddHostedService(provider => provider.GetRequiredService<AdminServer>())
            .AddCommands();
    }

    private static IServiceCollection AddCommands(this IServiceCollection services) => services
        .AddSingleton<AdminCommand, ReadyCommand>()
        .AddSingleton<AdminCommand, ServerInfoCommand>()
        .AddSingleton<AdminCommand, HotRestartVersionCommand>()
        .AddSingleton<AdminCommand, StatsCommand>()
        .AddSingleton<AdminCommand, PrometheusCommand>()
        .AddSingleton<AdminCommand, ResetCountersCommand>();
}
