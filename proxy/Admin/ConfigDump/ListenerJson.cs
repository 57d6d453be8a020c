using System.Text.Json.Nodes;
using ZipkinMesh.Hosting.Options.Rules;
using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Admin.ConfigDump;

/// <summary>Describes a listener as Envoy's <c>envoy.config.listener.v3.Listener</c>, with its connection manager.</summary>
internal static class ListenerJson
{
    private const string Types = "type.googleapis.com/envoy.";

    public static JsonObject Create(string name, ListenerOptions listener, TracingOptions? tracing, JsonObject routes) => new()
    {
        ["name"] = name,
        ["address"] = AddressJson.Create(listener.Address, listener.Port),
        ["filter_chains"] = new JsonArray(FilterChain(name, listener, tracing, routes)),
        ["traffic_direction"] = listener.Direction == TrafficDirection.Inbound ? "INBOUND" : "OUTBOUND",
    };

    private static JsonObject FilterChain(string name, ListenerOptions listener, TracingOptions? tracing, JsonObject routes)
    {
        JsonObject json = new()
        {
            ["filters"] = new JsonArray(new JsonObject
            {
                ["name"] = "envoy.filters.network.http_connection_manager",
                ["typed_config"] = ConnectionManager(name, listener, tracing, routes),
            }),
        };
        if (listener.Tls is { } tls)
        {
            json["transport_socket"] = TlsJson.Create(tls);
            json["transport_socket_connect_timeout"] = ProtoJson.Duration(tls.TransportSocketConnectTimeout);
        }

        return json;
    }

    private static JsonObject ConnectionManager(string name, ListenerOptions listener, TracingOptions? tracing, JsonObject routes)
    {
        JsonObject json = new()
        {
            [ConfigSection.TypeKey] = Types + "extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
            ["stat_prefix"] = name,
            ["route_config"] = routes.DeepClone(),
            ["http_filters"] = new JsonArray(new JsonObject
            {
                ["name"] = "envoy.filters.http.router",
                ["typed_config"] = new JsonObject { [ConfigSection.TypeKey] = Types + "extensions.filters.http.router.v3.Router" },
            }),
            ["generate_request_id"] = true,
            ["use_remote_address"] = listener.UseRemoteAddress,
            ["xff_num_trusted_hops"] = listener.XffNumTrustedHops,
            ["max_request_headers_kb"] = listener.MaxRequestHeadersKb,
            ["request_headers_timeout"] = ProtoJson.Duration(listener.RequestHeadersTimeout),
            ["stream_idle_timeout"] = ProtoJson.Duration(listener.StreamIdleTimeout),
            ["request_timeout"] = ProtoJson.Duration(listener.RequestTimeout),
            ["common_http_protocol_options"] = ProtocolOptions(listener),
            ["http2_protocol_options"] = Http2ProtocolOptions(listener),
            ["upgrade_configs"] = new JsonArray([.. UpgradeTypesAttribute.Parse(listener.UpgradeConfigs).Select(type => new JsonObject { ["upgrade_type"] = type })]),
        };
        if (listener.ClientCertForwarding != ForwardClientCertDetails.Sanitize)
        {
            json["forward_client_cert_details"] = TlsJson.NameOf(listener.ClientCertForwarding);
            json["set_current_client_cert_details"] = TlsJson.Create(listener.SetCurrentClientCertDetails);
        }

        if (CidrRangesAttribute.Parse(listener.InternalAddressConfig) is { Count: > 0 } ranges)
        {
            json["internal_address_config"] = new JsonObject
            {
                ["cidr_ranges"] = new JsonArray([.. ranges.Select(range =>
                    new JsonObject { ["address_prefix"] = range.BaseAddress.ToString(), ["prefix_len"] = range.PrefixLength })]),
            };
        }

        if (tracing is not null)
        {
            var own = listener.Tracing ?? tracing;
            json["request_id_extension"] = TracingJson.CreateRequestIdExtension(own);
            json["tracing"] = TracingJson.Create(own, tracing);
        }

        return json;
    }

    private static JsonObject Http2ProtocolOptions(ListenerOptions listener) => new()
    {
        ["max_concurrent_streams"] = listener.MaxConcurrentStreams,
        ["initial_stream_window_size"] = listener.InitialStreamWindowSize,
        ["initial_connection_window_size"] = listener.InitialConnectionWindowSize,
        ["allow_connect"] = listener.AllowConnect,
    };

    private static JsonObject ProtocolOptions(ListenerOptions listener)
    {
        JsonObject json = new()
        {
            ["idle_timeout"] = ProtoJson.Duration(listener.IdleTimeout),
            ["max_headers_count"] = listener.MaxHeadersCount,
        };
        if (listener.MaxConnectionDuration > TimeSpan.Zero)
        {
            json["max_connection_duration"] = ProtoJson.Duration(listener.MaxConnectionDuration);
        }

        if (listener.MaxStreamDuration > TimeSpan.Zero)
        {
            json["max_stream_duration"] = ProtoJson.Duration(listener.MaxStreamDuration);
        }

        if (listener.MaxRequestsPerConnection > 0)
        {
            json["max_requests_per_connection"] = listener.MaxRequestsPerConnection;
        }

        return json;
    }
}
