using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Options.Rules;
using ZipkinMesh.Proxy.AccessLog;
using ZipkinMesh.Proxy.Admin;
using ZipkinMesh.Proxy.Certificates;
using ZipkinMesh.Proxy.Configuration;
using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Forwarding;
using ZipkinMesh.Proxy.Listeners;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Reporting;
using ZipkinMesh.Proxy.Reporting.Otlp;
using ZipkinMesh.Proxy.Routing;
using ZipkinMesh.Proxy.Stats;
using ZipkinMesh.Proxy.Tracing;
using ZipkinMesh.Proxy.Upstreams;

namespace ZipkinMesh.Proxy;

/// <summary>
/// Adds the mesh to a YARP app: every request that YARP forwards gets a request id, a B3 trace context and a span in Zipkin, as Envoy
/// would do it.
/// <code>
/// builder.Services.AddReverseProxy()
///     .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
///     .AddZipkinMesh(builder.Configuration.GetSection("ZipkinMesh"));
/// ...
/// app.MapZipkinMesh(); // instead of MapReverseProxy
/// </code>
/// </summary>
public static class ZipkinMeshExtensions
{
    /// <summary>Adds the services of the mesh.</summary>
    /// <param name="builder">The builder that <c>AddReverseProxy</c> returned.</param>
    /// <param name="configuration">
    /// The section with the options of the mesh, <c>Node</c>, <c>Listeners</c>, <c>Tracing</c>, <c>Admin</c> and <c>AccessLog</c>; see
    /// docs/configuration.md. Without <c>Listeners</c>, all requests belong to one outbound listener, and routes need no metadata.
    /// </param>
    /// <returns>The same builder.</returns>
    /// <exception cref="SettingException">An option is missing, unknown or out of its range.</exception>
    public static IReverseProxyBuilder AddZipkinMesh(this IReverseProxyBuilder builder, IConfiguration configuration) =>
        builder.AddZipkinMesh(MeshOptionsReader.Read(configuration));

    /// <summary>Adds the services of the mesh, with options that have been read and validated.</summary>
    internal static IReverseProxyBuilder AddZipkinMesh(this IReverseProxyBuilder builder, ZipkinMeshOptions options)
    {
        builder.Services.AddSingleton(options)
            .AddCertificates()
            .AddListenerTable()
            .AddListenerRouting()
            .AddUpstreams()
            .AddRequestTracing(options)
            .AddReporting(options)
            .AddOtlpExport(options)
            .AddAccessLog(options)
            .AddStats()
            .AddForwarding()
            .AddAdmin(options);
        return builder;
    }

    /// <summary>Maps YARP's routes, with the steps of the mesh around them. Replaces <c>MapReverseProxy</c>.</summary>
    /// <param name="endpoints">The app.</param>
    /// <returns>A builder that can add conventions to the endpoints of all routes.</returns>
    /// <exception cref="SettingException">A route or a cluster can't be used.</exception>
    public static IEndpointConventionBuilder MapZipkinMesh(this IEndpointRouteBuilder endpoints)
    {
        var pipeline = endpoints.ServiceProvider.GetRequiredService<Pipeline>();
        var counters = endpoints.ServiceProvider.GetRequiredService<ClusterCountersTable>();
        var listeners = endpoints.ServiceProvider.GetRequiredService<ListenerTable>();
        try
        {
            // YARP reads, filters and validates routes and clusters here.
            var routes = endpoints.MapReverseProxy(UpstreamSteps.Configure);
            routes.Add(endpoint => UsePipeline(endpoint, pipeline, counters, listeners));
            CheckCollector(endpoints.ServiceProvider);
            return routes;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException)
        {
            throw ConfigurationErrors.ToSettingException(e);
        }
    }

    // An app may load its clusters from anywhere, so they are known only now.
    private static void CheckCollector(IServiceProvider services)
    {
        var clusters = services.GetRequiredService<IProxyStateLookup>();
        var options = services.GetRequiredService<ZipkinMeshOptions>();
        if (options.Tracing is { } tracing && options.OpenTelemetry.ExportsToZipkin && !clusters.TryGetCluster(tracing.CollectorCluster, out _))
        {
            var rule = new KnownNameRule("clusters", [.. clusters.GetClusters().Select(cluster => cluster.ClusterId).Order()], StringComparer.OrdinalIgnoreCase);
            throw SettingException.NotAllowed(TracingOptions.Section.PathOf(nameof(tracing.CollectorCluster)), tracing.CollectorCluster, rule.Allowed);
        }
    }

    // Runs for each route, at start and whenever the routes change.
    private static void UsePipeline(EndpointBuilder endpoint, Pipeline pipeline, ClusterCountersTable counters, ListenerTable listeners)
    {
        var config = endpoint.Metadata.OfType<RouteModel>().Single().Config;
        var route = RouteEntryFactory.Create(config, counters.Get(config.ClusterId!), listeners);
        var forward = endpoint.RequestDelegate!;
        endpoint.Metadata.Add(route);
        endpoint.RequestDelegate = context => pipeline.InvokeAsync(context, route, forward);
    }
}
