using System.Text.Json.Nodes;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Configuration;
using ZipkinMesh.Proxy.Admin.Clusters;
using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Admin.ConfigDump;

/// <summary>
/// Translates the configuration in effect to Envoy's messages, in Envoy's order of sections: tools address them by position, as in
/// <c>jq '.configs[1].static_clusters'</c>. Only what has a word in Envoy is translated, so no setting of YARP that may be a secret is
/// shown, such as the credentials of a proxy or the value of a header.
/// </summary>
internal sealed class EffectiveConfiguration(
    ZipkinMeshOptions options, IProxyStateLookup state, IEnumerable<IProxyConfigProvider> configured, ClusterStatuses statuses, ConfigurationTimes times)
{
    private const string ClusterType = "type.googleapis.com/envoy.config.cluster.v3.Cluster";
    private const string ListenerType = "type.googleapis.com/envoy.config.listener.v3.Listener";
    private const string RouteConfigType = "type.googleapis.com/envoy.config.route.v3.RouteConfiguration";
    private const string EndpointsType = "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment";

    /// <summary>Returns the sections.</summary>
    /// <param name="names">The filter for the names of clusters, listeners and route tables.</param>
    /// <param name="includesEndpoints">True to insert a section with the resolved endpoints.</param>
    public IReadOnlyList<ConfigSection> Dump(NameFilter names, bool includesEndpoints)
    {
        var clusters = Clusters();
        var tables = RouteTables();
        var listeners = Listeners(tables);
        List<ConfigSection> sections =
        [
            new("BootstrapConfigDump")
            {
                Fields = new JsonObject { ["bootstrap"] = Bootstrap(listeners, clusters), ["last_updated"] = ProtoJson.Timestamp(times.Started) },
            },
            new("ClustersConfigDump")
            {
                Lists = ["static_clusters", "dynamic_active_clusters", "dynamic_warming_clusters"],
                ElementType = "StaticCluster",
                Elements = Elements(clusters, names, "cluster", ClusterType, times.Updated),
            },
            new("ListenersConfigDump")
            {
                Lists = ["static_listeners", "dynamic_listeners"],
                ElementType = "StaticListener",
                Elements = Elements(listeners, names, "listener", ListenerType, times.Started),
            },
            new("ScopedRoutesConfigDump") { Lists = ["inline_scoped_route_configs", "dynamic_scoped_route_configs"] },
            new("RoutesConfigDump")
            {
                Lists = ["static_route_configs", "dynamic_route_configs"],
                ElementType = "StaticRouteConfig",
                Elements = Elements(tables, names, "route_config", RouteConfigType, times.Updated),
            },
            new("SecretsConfigDump") { Lists = ["static_secrets", "dynamic_active_secrets", "dynamic_warming_secrets"] },
        ];
        if (includesEndpoints)
        {
            sections.Insert(2, Endpoints(names));
        }

        return sections;
    }

    private static List<(string Name, JsonObject Value)> Elements(
        IEnumerable<(string Name, JsonObject Value)> all, NameFilter names, string field, string type, DateTimeOffset? updated) =>
        [.. all.Where(element => names.Matches(element.Name)).Select(element => (element.Name, Element(element.Value, field, type, updated)))];

    private static JsonObject Element(JsonObject message, string field, string type, DateTimeOffset? updated)
    {
        JsonObject typed = new() { [ConfigSection.TypeKey] = type };
        foreach (var (name, value) in message)
        {
            typed[name] = value?.DeepClone();
        }

        JsonObject element = new() { [field] = typed };
        if (updated is { } time)
        {
            element["last_updated"] = ProtoJson.Timestamp(time);
        }

        return element;
    }

    private static JsonArray CopyOf(IEnumerable<(string Name, JsonObject Value)> messages) => new([.. messages.Select(message => message.Value.DeepClone())]);

    // The model has the resolved addresses of a cluster, the configuration its names.
    private List<(string Name, JsonObject Value)> Clusters()
    {
        var names = configured.SelectMany(provider => provider.GetConfig().Clusters)
            .GroupBy(cluster => cluster.ClusterId, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.First().Destinations, StringComparer.OrdinalIgnoreCase);
        return [.. state.GetClusters().OrderBy(cluster => cluster.ClusterId, StringComparer.Ordinal).Select(cluster =>
            (cluster.ClusterId, ClusterJson.Create(cluster.Model.Config, names.GetValueOrDefault(cluster.ClusterId))))];
    }

    private List<(string Name, JsonObject Value)> RouteTables()
    {
        var routes = state.GetRoutes().Select(route => route.Config).ToList();
        return [.. options.Listeners.Select(listener =>
            (listener.Value.RouteConfigName, RouteConfigJson.Create(listener.Key, listener.Value, routes)))];
    }

    private List<(string Name, JsonObject Value)> Listeners(IEnumerable<(string Name, JsonObject Value)> tables) =>
        [.. options.Listeners.Zip(tables, (listener, table) =>
            (listener.Key, ListenerJson.Create(listener.Key, listener.Value, options.Tracing, table.Value)))];

    private ConfigSection Endpoints(NameFilter names) => new("EndpointsConfigDump")
    {
        Lists = ["static_endpoint_configs", "dynamic_endpoint_configs"],
        ElementType = "StaticEndpointConfig",
        Elements = Elements(
            statuses.Read().Select(cluster => (cluster.Name, EndpointsJson.Create(cluster))), names, "endpoint_config", EndpointsType, null),
    };

    private JsonObject Bootstrap(IEnumerable<(string Name, JsonObject Value)> listeners, IEnumerable<(string Name, JsonObject Value)> clusters) => new()
    {
        ["node"] = NodeJson.Create(options.Node),
        ["static_resources"] = new JsonObject { ["listeners"] = CopyOf(listeners), ["clusters"] = CopyOf(clusters) },
        ["admin"] = AdminJson.Create(options.Admin!),
    };
}
