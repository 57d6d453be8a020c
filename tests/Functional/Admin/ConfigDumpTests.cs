using System.Net;
using System.Text.Json.Nodes;
using ZipkinMesh.Tests.Proxy;

namespace ZipkinMesh.Tests.Admin;

/// <summary>Tests /config_dump. Statuses and texts were observed on Envoy 1.40.</summary>
public sealed class ConfigDumpTests : AdminTests
{
    [Fact]
    public async Task Sections_All_AreInEnvoysOrder()
    {
        var configs = await DumpAsync(await StartAsync(), "");

        Assert.Equal(
            ["BootstrapConfigDump", "ClustersConfigDump", "ListenersConfigDump", "ScopedRoutesConfigDump", "RoutesConfigDump", "SecretsConfigDump"],
            configs.Select(config => ((string)config!["@type"]!).Split('.')[^1]));
        Assert.Equal(["service1", "zipkin"], configs[1]!["static_clusters"]!.AsArray().Select(cluster => (string?)cluster!["cluster"]!["name"]));
        Assert.Equal("ingress_http", (string?)configs[2]!["static_listeners"]![0]!["listener"]!["name"]);
        Assert.Equal("local_route", (string?)configs[4]!["static_route_configs"]![0]!["route_config"]!["name"]);
    }

    [Fact]
    public async Task Route_Configured_HasItsEffectiveSettings()
    {
        var proxy = await StartAsync(("ReverseProxy:Routes:service1:Metadata:RetryOn", "5xx"), ("Listeners:ingress_http:VirtualHost", "shop"));

        var host = (await DumpAsync(proxy, ""))[4]!["static_route_configs"]![0]!["route_config"]!["virtual_hosts"]![0]!;

        Assert.Equal("shop", (string?)host["name"]);
        var route = host["routes"]![0]!;
        Assert.Equal("/", (string?)route["match"]!["prefix"]);
        Assert.Equal(("service1", "15s"), ((string?)route["route"]!["cluster"], (string?)route["route"]!["timeout"]));
        Assert.Equal("""{"retry_on":"5xx","num_retries":1,"retry_back_off":{"base_interval":"0.025s","max_interval":"0.250s"}}""", route["route"]!["retry_policy"]!.ToJsonString());
        Assert.Equal("check_server1", (string?)route["decorator"]!["operation"]);
    }

    [Fact]
    public async Task Limits_OfRouteAndCluster_AreShown()
    {
        const string Route = "ReverseProxy:Routes:service1:Metadata:";
        const string Cluster = "ReverseProxy:Clusters:service1:";
        var proxy = await StartAsync(
            (Route + "IdleTimeout", "00:01:00"),
            (Route + "MaxStreamDuration", "00:10:00"),
            (Route + "GrpcTimeoutHeaderMax", "00:00:30"),
            (Route + "UpgradeConfigs", "websocket, chat"),
            (Cluster + "HttpRequest:Version", "2"),
            (Cluster + "Metadata:MaxConnectionDuration", "01:00:00"),
            (Cluster + "Metadata:MaxRequestsPerConnection", "100"));

        var configs = await DumpAsync(proxy, "");

        var action = configs[4]!["static_route_configs"]![0]!["route_config"]!["virtual_hosts"]![0]!["routes"]![0]!["route"]!;
        Assert.Equal("60s", (string?)action["idle_timeout"]);
        Assert.Equal("""{"max_stream_duration":"600s","grpc_timeout_header_max":"30s"}""", action["max_stream_duration"]!.ToJsonString());
        Assert.Equal("""[{"upgrade_type":"websocket"},{"upgrade_type":"chat"}]""", action["upgrade_configs"]!.ToJsonString());
        var cluster = configs[1]!["static_clusters"]!.AsArray().Select(entry => entry!["cluster"]!).Single(entry => (string?)entry["name"] == "service1");
        Assert.Equal(
            """{"@type":"type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions","common_http_protocol_options":{"idle_timeout":"3600s","max_connection_duration":"3600s","max_requests_per_connection":100},"explicit_http_config":{"http2_protocol_options":{}}}""",
            cluster["typed_extension_protocol_options"]!["envoy.extensions.upstreams.http.v3.HttpProtocolOptions"]!.ToJsonString());
    }

    [Fact]
    public async Task Tracing_OfAListener_IsThatInEffect()
    {
        const string Own = "Listeners:ingress_http:Tracing:";
        var proxy = await StartAsync(
            ("Tracing:RandomSampling", "50"),
            ("Tracing:Verbose", "true"),
            ("Tracing:CustomTags:a:RequestHeader", "x-a"),
            ("Tracing:CustomTags:a:DefaultValue", "none"),
            ("Tracing:CustomTags:b:Metadata", "route:com.example.team"),
            (Own + "Verbose", "false"),
            (Own + "TraceId128Bit", "true"),
            (Own + "SpawnUpstreamSpan", "true"),
            (Own + "TraceContextOption", "UseB3WithW3CPropagation"),
            (Own + "MaxPathTagLength", "16"),
            (Own + "Operation", "%REQ(:METHOD)%"),
            (Own + "PackTraceReason", "false"),
            (Own + "CustomTags:c:Value", "%RESPONSE_CODE%"),
            (Own + "CustomTags:c:ValueType", "Int"));

        var listener = (await DumpAsync(proxy, ""))[2]!["static_listeners"]![0]!["listener"]!;
        var manager = listener["filter_chains"]![0]!["filters"]![0]!["typed_config"]!;

        Assert.Equal(
            """
            {"client_sampling":{"value":100},"random_sampling":{"value":50},"overall_sampling":{"value":100},"max_path_tag_length":16,"provider":{"name":"envoy.tracers.zipkin","typed_config":{"@type":"type.googleapis.com/envoy.config.trace.v3.ZipkinConfig","collector_cluster":"zipkin","collector_endpoint":"/api/v2/spans","shared_span_context":true,"collector_endpoint_version":"HTTP_JSON","trace_id_128bit":true,"trace_context_option":"USE_B3_WITH_W3C_PROPAGATION"}},"spawn_upstream_span":true,"operation":"%REQ(:METHOD)%","custom_tags":[{"tag":"a","request_header":{"name":"x-a","default_value":"none"}},{"tag":"b","metadata":{"kind":{"route":{}},"metadata_key":{"key":"com.example.team"}}},{"tag":"c","value":"%RESPONSE_CODE%","value_type":"INT"}]}
            """,
            manager["tracing"]!.ToJsonString());
        Assert.False((bool)manager["request_id_extension"]!["typed_config"]!["pack_trace_reason"]!);
    }

    [Fact]
    public async Task Tracing_OfARoute_IsShown()
    {
        const string Metadata = "ReverseProxy:Routes:service1:Metadata:";
        var proxy = await StartAsync(
            (Metadata + "Operation", "%REQ(:PATH)%"),
            (Metadata + "RandomSampling", "12.5"),
            (Metadata + "UpstreamOperation", "to %UPSTREAM_HOST%"),
            (Metadata + "CustomTags:a:Literal", "x"));

        var route = (await DumpAsync(proxy, ""))[4]!["static_route_configs"]![0]!["route_config"]!["virtual_hosts"]![0]!["routes"]![0]!;

        Assert.Null(route["decorator"]);
        Assert.Equal(
            """{"random_sampling":{"numerator":1250,"denominator":"TEN_THOUSAND"},"operation":"%REQ(:PATH)%","upstream_operation":"to %UPSTREAM_HOST%","custom_tags":[{"tag":"a","literal":{"value":"x"}}]}""",
            route["tracing"]!.ToJsonString());
    }

    [Fact]
    public async Task Secrets_Configured_AreNotShown()
    {
        var proxy = await StartAsync(
            ("ReverseProxy:Routes:service1:Match:Path", "/{**path}"),
            ("ReverseProxy:Routes:service1:Match:Headers:0:Name", "x-api-key"),
            ("ReverseProxy:Routes:service1:Match:Headers:0:Values:0", "s3cret"),
            ("ReverseProxy:Routes:service1:Transforms:0:RequestHeader", "Authorization"),
            ("ReverseProxy:Routes:service1:Transforms:0:Set", "Bearer s3cret"),
            ("ReverseProxy:Clusters:service1:HttpClient:WebProxy:Address", "http://user:s3cret@127.0.0.1:1"));

        var (_, body) = await GetAsync(proxy, "/config_dump?include_eds");

        Assert.Contains("x-api-key", body, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_NewCluster_IsShown()
    {
        var setup = new ProxySetup(ProxyRole.Front).With("Admin:Port", "0");
        var proxy = await StartAsync(setup);

        setup.With("ReverseProxy:Clusters:other:Destinations:other:Address", "http://127.0.0.1:1");
        proxy.WriteSettings();
        await proxy.Log.WaitForAsync("Routes and clusters applied.", 2);

        Assert.Contains("other", (await DumpAsync(proxy, "?resource=static_clusters&mask=cluster.name")).Select(cluster => (string?)cluster!["cluster"]!["name"]));
    }

    [Theory]
    [InlineData("?mask=bootstrap.node", """["@type","bootstrap"]""", """["node"]""")]
    [InlineData("?resource=static_clusters&name_regex=service.", """["@type","cluster","last_updated"]""", """["@type","name","type","connect_timeout","dns_refresh_rate","lb_policy","load_assignment","circuit_breakers","typed_extension_protocol_options"]""")]
    [InlineData("?resource=static_clusters&name_regex=service.&mask=cluster.name", """["@type","cluster"]""", """["@type","name"]""")]
    public async Task Parameters_Some_SelectFields(string query, string keys, string innerKeys)
    {
        var config = Assert.Single(await DumpAsync(await StartAsync(), query))!.AsObject();

        Assert.Equal(keys, Keys(config));
        Assert.Equal(innerKeys, Keys(config[(string)JsonNode.Parse(keys)![1]!]!.AsObject()));
    }

    [Theory]
    [InlineData("?resource=nothing", HttpStatusCode.NotFound, "nothing not found in config dump")]
    [InlineData("?resource=bootstrap", HttpStatusCode.BadRequest, "bootstrap is not a repeated field. Use ?mask=bootstrap to get only this field")]
    [InlineData("?mask=nothing", HttpStatusCode.BadRequest, "FieldMask nothing could not be successfully applied to any configs.")]
    [InlineData("?resource=static_clusters&mask=nothing.x", HttpStatusCode.BadRequest, "FieldMask nothing.x could not be successfully used.")]
    [InlineData("?resource=dynamic_listeners", HttpStatusCode.OK, "{}\n")]
    [InlineData("?resource=static_clusters&name_regex=serv", HttpStatusCode.OK, "{}\n")]
    public async Task Parameters_Invalid_ReturnEnvoysStatusAndText(string query, HttpStatusCode status, string body) =>
        Assert.Equal((status, body), await GetAsync(await StartAsync(), "/config_dump" + query));

    [Fact]
    public async Task NameRegex_Invalid_Returns400()
    {
        var (status, body) = await GetAsync(await StartAsync(), "/config_dump?name_regex=(");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith("INVALID_ARGUMENT: Error while parsing name_regex from (: ", body, StringComparison.Ordinal);
    }

    private static string Keys(JsonObject json) => $"[{string.Join(',', json.Select(property => $"\"{property.Key}\""))}]";

    private static async Task<JsonArray> DumpAsync(ProxyEnvironment proxy, string query) =>
        JsonNode.Parse((await GetAsync(proxy, "/config_dump" + query)).Body)!["configs"]!.AsArray();
}
