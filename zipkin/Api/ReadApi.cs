using System.Text.Json;
using ZipkinMesh.Zipkin.Json;
using ZipkinMesh.Zipkin.Links;
using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Storage;

namespace ZipkinMesh.Zipkin.Api;

/// <summary>The questions a page or a script asks, answered in JSON from memory.</summary>
internal sealed class ReadApi(SpanStore store, TimeProvider clock)
{
    private const string TracePath = "/api/v2/trace/";

    /// <summary>Who answers the path; null when nobody does.</summary>
    public RequestDelegate? Find(string path) => path switch
    {
        "/api/v2/services" => context => Answers.StringsAsync(context, store.Services()),
        "/api/v2/spans" => context => Answers.StringsAsync(context, store.SpanNames(Service(context))),
        "/api/v2/remoteServices" => context => Answers.StringsAsync(context, store.RemoteServices(Service(context))),
        "/api/v2/traces" => TracesAsync,
        "/api/v2/traceMany" => TraceManyAsync,
        "/api/v2/dependencies" => DependenciesAsync,
        "/api/v2/autocompleteKeys" => AutocompleteKeysAsync,
        "/api/v2/autocompleteValues" => AutocompleteValuesAsync,
        "/health" => HealthAsync,
        _ when path.StartsWith(TracePath, StringComparison.Ordinal) && path.Length > TracePath.Length => context => TraceAsync(context, path[TracePath.Length..]),
        _ => null,
    };

    private static string Service(HttpContext context) => new QueryParameters(context.Request.Query).Mandatory("serviceName").ToLowerInvariant();

    private Task TracesAsync(HttpContext context)
    {
        var query = TraceSearch.Read(new(context.Request.Query), clock.GetUtcNow().ToUnixTimeMilliseconds());
        return TracesAsync(context, query.Run(store));
    }

    /// <summary><c>[{"traceId":...}, ...]</c>; both halves of a call that share an id are there, as they came.</summary>
    private Task TraceAsync(HttpContext context, string text)
    {
        var id = HexId.TraceId(text.Trim());
        var spans = store.Trace(id);
        return spans.Length == 0
            ? throw new RefusedException($"{id} not found", StatusCodes.Status404NotFound)
            : Answers.JsonAsync(context, json => SpanWriter.Write(json, spans));
    }

    /// <summary><c>?traceIds=463ac35c9f6413ad,a1</c>: those that are there, in this order.</summary>
    private Task TraceManyAsync(HttpContext context)
    {
        var text = new QueryParameters(context.Request.Query).Mandatory("traceIds");
        if (text.Length == 0)
        {
            throw new RefusedException("traceIds parameter is empty");
        }

        var texts = text.Split(',');
        if (texts.Length == 1)
        {
            throw new RefusedException("Use /api/v2/trace/{traceId} endpoint to retrieve a single trace");
        }

        var ids = new HashSet<string>();
        foreach (var one in texts)
        {
            if (!ids.Add(HexId.TraceId(one)))
            {
                throw new RefusedException($"redundant traceId: {one}");
            }
        }

        return TracesAsync(context, ids.Select(store.Trace).Where(spans => spans.Length > 0));
    }

    private static Task TracesAsync(HttpContext context, IEnumerable<Span[]> traces) => Answers.JsonAsync(context, json =>
    {
        json.WriteStartArray();
        foreach (var trace in traces)
        {
            SpanWriter.Write(json, trace);
        }

        json.WriteEndArray();
    });

    /// <summary><c>[{"parent":"front-proxy","child":"service1","callCount":1}]</c>; no errors, no errorCount.</summary>
    private Task DependenciesAsync(HttpContext context)
    {
        var query = new QueryParameters(context.Request.Query);
        query.Mandatory("endTs");
        var (endTs, lookback) = (query.Number("endTs", 0), query.Lookback());
        if (endTs <= 0 || lookback <= 0)
        {
            throw new RefusedException(endTs <= 0 ? "endTs <= 0" : "lookback <= 0");
        }

        var window = TimeWindow.Before(endTs, lookback);
        var linker = new DependencyLinker();
        foreach (var trace in store.Traces(window).Where(trace => trace.Any(window.Holds)))
        {
            linker.AddTrace(trace);
        }

        return Answers.JsonAsync(context, json => WriteLinks(json, linker.Links));
    }

    private static void WriteLinks(Utf8JsonWriter json, IEnumerable<DependencyLink> links)
    {
        json.WriteStartArray();
        foreach (var link in links)
        {
            json.WriteStartObject();
            json.WriteString("parent"u8, link.Parent);
            json.WriteString("child"u8, link.Child);
            json.WriteNumber("callCount"u8, link.CallCount);
            if (link.ErrorCount > 0)
            {
                json.WriteNumber("errorCount"u8, link.ErrorCount);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // No tags are set to be completed, and there is no setting for it: that may be remembered.
    private static Task AutocompleteKeysAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "max-age=300, must-revalidate";
        return Answers.StringsAsync(context, []);
    }

    private static Task AutocompleteValuesAsync(HttpContext context)
    {
        var key = new QueryParameters(context.Request.Query).Mandatory("key");
        return key.Length == 0 ? throw new RefusedException("key was empty") : Answers.StringsAsync(context, []);
    }

    /// <summary>
    /// Memory is always there:
    /// <c>{"status":"UP","zipkin":{"status":"UP","details":{"InMemoryStorage{}":{"status":"UP"}}}}</c>.
    /// </summary>
    private static Task HealthAsync(HttpContext context) => Answers.JsonAsync(context, json =>
    {
        json.WriteStartObject();
        json.WriteString("status"u8, "UP"u8);
        json.WriteStartObject("zipkin"u8);
        json.WriteString("status"u8, "UP"u8);
        json.WriteStartObject("details"u8);
        json.WriteStartObject("InMemoryStorage{}"u8);
        json.WriteString("status"u8, "UP"u8);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
