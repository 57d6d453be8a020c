using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Configuration;
using ZipkinMesh.Proxy.Configuration.Sources;
using ZipkinMesh.Proxy.Forwarding;
using ZipkinMesh.Proxy.Hosting;
using ZipkinMesh.Proxy.Listeners;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Reporting;
using ZipkinMesh.Proxy.Tracing;
using ZipkinMesh.Proxy.Upstreams;

namespace ZipkinMesh.Proxy;

/// <summary>Puts a proxy together: the front proxy and the sidecar are this, and differ in their configuration alone.</summary>
public static class ProxyHost
{
    /// <summary>How long requests under way may take after SIGTERM. With the flush after it, inside Docker's ten seconds.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    /// <summary>Builds a proxy from its command line.</summary>
    /// <param name="args">See <see cref="CommandLine"/>.</param>
    /// <param name="configure">A last word on the builder: more exporters, or, in tests, other services.</param>
    /// <exception cref="SettingException">A setting can't be used. No port has been bound.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        var file = ConfigurationSources.Add(builder.Configuration, args);
        configure?.Invoke(builder);
        var options = MeshOptionsReader.ReadProgram(builder.Configuration);

        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainTime);
        builder.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<RequestTracer>();
        builder.Services.AddReporting(options);
        builder.Services.AddUpstreams();
        builder.Services.AddHostedService<StartMessage>();
        builder.AddLineLogging();
        builder.AddRoutes(file);
        builder.WebHost.UseKestrelCore().UseInlineSockets().ConfigureKestrel(kestrel => ListenerBinding.Bind(kestrel, options));

        var app = builder.Build();
        app.UseRouting();
        app.UseMiddleware<Pipeline>();
        app.MapRoutes();
        return app;
    }
}
