using System.Globalization;
using System.Text.Json.Nodes;
using Yarp.ReverseProxy.Configuration;
using ZipkinMesh.Hosting.Options.Rules;
using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Routing;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Proxy.Admin.ConfigDump;

/// <summary>Describes the routes of a listener as Envoy's <c>envoy.config.route.v3.RouteConfiguration</c>.</summary>
internal static class RouteConfigJson
{
    private static readonly string DefaultPrefix = new RouteMetadataOptions().Prefix;

    public static JsonObject Create(string listener, ListenerOptions options, IEnumerable<RouteConfig> routes)
    {
        // The longest prefix wins; Envoy takes the first route that matches.
        var own = routes.Where(route => ValueOf(route, nameof(RouteMetadataOptions.Listener)) == listener)
            .OrderByDescending(route => PrefixOf(route).Length).ThenBy(route => route.Order).ThenBy(route => route.RouteId, StringComparer.Ordinal);
        return new JsonObject
        {
            ["name"] = options.RouteConfigName,
            ["virtual_hosts"] = new JsonArray(new JsonObject
            {
                ["name"] = options.VirtualHost,
                ["domains"] = new JsonArray("*"),
                ["routes"] = new JsonArray([.. own.Select(Route)]),
            }),
        };
    }

    private static JsonObject Route(RouteConfig route)
    {
        JsonObject action = new() { ["cluster"] = route.ClusterId, ["timeout"] = ProtoJson.Duration(route.Timeout ?? TimeSpan.Zero) };
        if (RetryPolicyFactory.Create(route.Metadata ?? new Dictionary<string, string>()) is { } retry)
        {
            action["retry_policy"] = RetryPolicy(retry, ValueOf(route, nameof(RouteMetadataOptions.RetryOn)));
        }

        AddStreamLimits(action, route);
        JsonObject json = new()
        {
            ["name"] = route.RouteId,
            ["match"] = Match(route),
            ["route"] = action,
        };
        if (ValueOf(route, nameof(RouteMetadataOptions.Operation)) is { } operation && !RouteTracing.HasOperators(operation))
        {
            json["decorator"] = new JsonObject { ["operation"] = operation };
        }

        if (Tracing(route) is { Count: > 0 } tracing)
        {
            json["tracing"] = tracing;
        }

        var headers = Split(ValueOf(route, nameof(RouteMetadataOptions.ResponseHeadersFromRequest)));
        if (headers.Length > 0)
        {
            json["response_headers_to_add"] = new JsonArray([.. headers.Select(name =>
                new JsonObject { ["header"] = new JsonObject { ["key"] = name, ["value"] = $"%REQ({name})%" } })]);
        }

        return json;
    }

    private static void AddStreamLimits(JsonObject action, RouteConfig route)
    {
        if (DurationOf(route, nameof(RouteMetadataOptions.IdleTimeout)) is { } idleTimeout)
        {
            action["idle_timeout"] = idleTimeout;
        }

        JsonObject duration = [];
        if (DurationOf(route, nameof(RouteMetadataOptions.MaxStreamDuration)) is { } maxStreamDuration)
        {
            duration["max_stream_duration"] = maxStreamDuration;
        }

        if (DurationOf(route, nameof(RouteMetadataOptions.GrpcTimeoutHeaderMax)) is { } grpcTimeoutHeaderMax)
        {
            duration["grpc_timeout_header_max"] = grpcTimeoutHeaderMax;
        }

        if (duration.Count > 0)
        {
            action["max_stream_duration"] = duration;
        }

        if (ValueOf(route, nameof(RouteMetadataOptions.UpgradeConfigs)) is { } upgrades)
        {
            action["upgrade_configs"] = new JsonArray([.. UpgradeTypesAttribute.Parse(upgrades).Select(type => new JsonObject { ["upgrade_type"] = type })]);
        }
    }

    private static JsonObject Tracing(RouteConfig route)
    {
        var metadata = route.Metadata ?? new Dictionary<string, string>();
        JsonObject json = [];
        AddPercentage(json, "client_sampling", ValueOf(route, nameof(RouteMetadataOptions.ClientSampling)));
        AddPercentage(json, "random_sampling", ValueOf(route, nameof(RouteMetadataOptions.RandomSampling)));
        AddPercentage(json, "overall_sampling", ValueOf(route, nameof(RouteMetadataOptions.OverallSampling)));
        var operation = ValueOf(route, nameof(RouteMetadataOptions.Operation)) ?? "";
        TracingJson.AddText(json, "operation", RouteTracing.HasOperators(operation) ? operation : null);
        TracingJson.AddText(json, "upstream_operation", ValueOf(route, nameof(RouteMetadataOptions.UpstreamOperation)));
        TracingJson.AddCustomTags(json, RouteTracing.ReadCustomTags("", metadata));
        return json;
    }

    private static void AddPercentage(JsonObject json, string key, string? percent)
    {
        if (percent is not null)
        {
            json[key] = new JsonObject { ["numerator"] = RuntimePercentage.ToScale(double.Parse(percent, CultureInfo.InvariantCulture)), ["denominator"] = "TEN_THOUSAND" };
        }
    }

    private static JsonObject Match(RouteConfig route)
    {
        JsonObject match = new() { ["prefix"] = PrefixOf(route) };
        List<JsonNode> headers = [];
        if (route.Match.Hosts is { Count: > 0 } hosts)
        {
            headers.Add(AnyOf(":authority", hosts));
        }

        if (route.Match.Methods is { Count: > 0 } methods)
        {
            headers.Add(AnyOf(":method", methods));
        }

        // The values may be secrets.
        headers.AddRange((route.Match.Headers ?? []).Select(header => new JsonObject { ["name"] = header.Name, ["string_match"] = new JsonObject { ["exact"] = "[redacted]" } }));
        if (headers.Count > 0)
        {
            match["headers"] = new JsonArray([.. headers]);
        }

        return match;
    }

    private static JsonObject AnyOf(string name, IEnumerable<string> values) => new()
    {
        ["name"] = name,
        ["string_match"] = new JsonObject { ["safe_regex"] = new JsonObject { ["regex"] = string.Join('|', values) } },
    };

    private static JsonObject RetryPolicy(RetryPolicy retry, string? conditions)
    {
        JsonObject json = new()
        {
            ["retry_on"] = conditions ?? "",
            ["num_retries"] = retry.NumRetries,
            ["retry_back_off"] = new JsonObject
            {
                ["base_interval"] = ProtoJson.Duration(retry.BaseInterval),
                ["max_interval"] = ProtoJson.Duration(retry.MaxInterval),
            },
        };
        if (retry.PerTryTimeout > TimeSpan.Zero)
        {
            json["per_try_timeout"] = ProtoJson.Duration(retry.PerTryTimeout);
        }

        if (retry.StatusCodes.Count > 0)
        {
            json["retriable_status_codes"] = new JsonArray([.. retry.StatusCodes.Select(code => JsonValue.Create(code))]);
        }

        return json;
    }

    private static string PrefixOf(RouteConfig route) => ValueOf(route, nameof(RouteMetadataOptions.Prefix)) ?? DefaultPrefix;

    private static string? DurationOf(RouteConfig route, string key) =>
        route.Metadata.FindDuration(key) is { } duration ? ProtoJson.Duration(duration) : null;

    private static string? ValueOf(RouteConfig route, string key) => route.Metadata?.GetValueOrDefault(key);

    private static string[] Split(string? list) => (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
