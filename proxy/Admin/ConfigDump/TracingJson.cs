using System.Text.Json.Nodes;
using ZipkinMesh.Hosting.Options.Rules;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Admin.ConfigDump;

/// <summary>Describes the options of tracing as Envoy's <c>HttpConnectionManager.Tracing</c>, <c>ZipkinConfig</c> and <c>CustomTag</c>.</summary>
internal static class TracingJson
{
    private const string Types = "type.googleapis.com/envoy.";

    /// <summary>Describes the tracing of a listener.</summary>
    /// <param name="options">The options of the listener.</param>
    /// <param name="collector">The options of the collector.</param>
    public static JsonObject Create(ListenerTracingOptions options, TracingOptions collector)
    {
        JsonObject json = new()
        {
            ["client_sampling"] = Percent(options.ClientSampling),
            ["random_sampling"] = Percent(options.RandomSampling),
            ["overall_sampling"] = Percent(options.OverallSampling),
            ["max_path_tag_length"] = options.MaxPathTagLength,
            ["provider"] = new JsonObject { ["name"] = "envoy.tracers.zipkin", ["typed_config"] = Zipkin(options, collector) },
        };
        AddFlag(json, "verbose", options.Verbose);
        AddFlag(json, "spawn_upstream_span", options.SpawnUpstreamSpan);
        AddText(json, "operation", options.Operation);
        AddText(json, "upstream_operation", options.UpstreamOperation);
        AddCustomTags(json, options.CustomTags);
        return json;
    }

    /// <summary>Describes the request ids as Envoy's <c>UuidRequestIdConfig</c>.</summary>
    public static JsonObject CreateRequestIdExtension(ListenerTracingOptions options) => new()
    {
        ["typed_config"] = new JsonObject
        {
            [ConfigSection.TypeKey] = Types + "extensions.request_id.uuid.v3.UuidRequestIdConfig",
            ["pack_trace_reason"] = options.PackTraceReason,
            ["use_request_id_for_trace_sampling"] = options.UseRequestIdForTraceSampling,
        },
    };

    /// <summary>Adds custom tags, if there are any.</summary>
    public static void AddCustomTags(JsonObject json, IEnumerable<KeyValuePair<string, CustomTagOptions>> tags)
    {
        var list = new JsonArray([.. tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => CustomTag(tag.Key, tag.Value))]);
        if (list.Count > 0)
        {
            json["custom_tags"] = list;
        }
    }

    /// <summary>Adds a text that isn't empty.</summary>
    public static void AddText(JsonObject json, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json[key] = value;
        }
    }

    private static JsonObject Zipkin(ListenerTracingOptions options, TracingOptions collector)
    {
        JsonObject json = new()
        {
            [ConfigSection.TypeKey] = Types + "config.trace.v3.ZipkinConfig",
            ["collector_cluster"] = collector.CollectorCluster,
            ["collector_endpoint"] = collector.CollectorEndpoint,
            ["shared_span_context"] = options.SharedSpanContext,
            ["collector_endpoint_version"] = "HTTP_JSON",
        };
        AddFlag(json, "trace_id_128bit", options.TraceId128Bit);
        AddFlag(json, "split_spans_for_request", options.SplitSpansForRequest);
        AddText(json, "trace_context_option", options.PropagatesW3C ? "USE_B3_WITH_W3C_PROPAGATION" : null);
        return json;
    }

    // A protobuf message leaves out what is false.
    private static void AddFlag(JsonObject json, string key, bool value)
    {
        if (value)
        {
            json[key] = true;
        }
    }

    private static JsonObject CustomTag(string name, CustomTagOptions options)
    {
        JsonObject json = new() { ["tag"] = name };
        if (options.Literal.Length > 0)
        {
            json["literal"] = new JsonObject { ["value"] = options.Literal };
        }
        else if (options.Value.Length > 0)
        {
            json["value"] = options.Value;
        }
        else if (MetadataReferenceAttribute.TryParse(options.Metadata, out var kind, out var key))
        {
            json["metadata"] = WithDefault(
                new() { ["kind"] = new JsonObject { [kind] = new JsonObject() }, ["metadata_key"] = new JsonObject { ["key"] = key } }, options);
        }
        else
        {
            var (field, source) = options.Environment.Length > 0 ? ("environment", options.Environment)
                : options.RequestHeader.Length > 0 ? ("request_header", options.RequestHeader)
                : ("response_header", options.ResponseHeader);
            json[field] = WithDefault(new() { ["name"] = source }, options);
        }

        AddText(json, "value_type", options.ValueType is "String" ? null : options.ValueType.ToUpperInvariant());
        return json;
    }

    private static JsonObject WithDefault(JsonObject json, CustomTagOptions options)
    {
        AddText(json, "default_value", options.DefaultValue);
        return json;
    }

    private static JsonObject Percent(double value) => new() { ["value"] = value };
}
