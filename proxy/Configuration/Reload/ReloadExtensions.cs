using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Configuration;
using ZipkinMesh.Proxy.Configuration.Sources;

namespace ZipkinMesh.Proxy.Configuration.Reload;

/// <summary>Loads routes and clusters so that a changed file is applied only when it is valid.</summary>
internal static class ReloadExtensions
{
    public static IReverseProxyBuilder LoadFromValidatedConfig(this IReverseProxyBuilder builder, IConfiguration configuration, SettingsFile file)
    {
        var routes = new ValidatedConfigurationProvider(configuration);
        var validated = new ConfigurationBuilder().Add(routes).Build();
        builder.Services.AddSingleton(file)
            .AddSingleton(routes)
            .AddSingleton(new NestedMetadata(validated))
            .AddSingleton<ReloadLog>()
            .AddSingleton<IConfigChangeListener>(provider => provider.GetRequiredService<ReloadLog>())
            .AddHostedService<ReloadService>();
        return builder.LoadFromConfig(validated);
    }
}
