using Microsoft.Extensions.DependencyInjection;
using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Admin.Endpoints;
using ZipkinMesh.Proxy.Options;

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
        .AddSingleton<AdminCommand, HotRestartVersionCommand>();
}
