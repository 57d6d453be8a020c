using System.Text.Json;
using ZipkinMesh.Zipkin.Dependencies;
using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Options;
using ZipkinMesh.Zipkin.Storage;

namespace ZipkinMesh.Zipkin.Http;

/// <summary>Serves the query API: names, traces and dependencies, in JSON.</summary>
internal sealed class QueryApi(SpanStore store, ZipkinOptions options, TimeProvider clock)
{
    private const string TracePath = "/api/v2/trace/";
    private const string NamesCacheControl = "max-age=300, must-revalidate";
    private const int MaxUncachedNames = 3;

    private readonly string[] _autocompleteKeys = [.. options.AutocompleteKeys.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Returns the handler for a path, or null when there is none.</summary>
    public RequestDelegate? Find(string path) => path switch
    {
        "/api/v2/services" => Search(context => WriteNamesAsync(context, store.Services(), store.ServiceCount)),
        "/api/v2/spans" => Search(context => WriteNamesAsync(context, store.SpanNames(Service(context)), store.ServiceCount)),
        "/api/v2/remoteServices" => Search(context => WriteNamesAsync(context, store.RemoteServices(Service(context)), store.ServiceCount)),
        "/api/v2/autocompleteKeys" => Search(AutocompleteKeysAsync),
        "/api/v2/autocompleteValues" => Search(AutocompleteValuesAsync),
        "/api/v2/tagKeys" => Search(context => WriteNamesAsync(context, store.TagKeys(), 0)),
        "/api/v2/tagValues" => Search(context => WriteNamesAsync(context, store.TagValues(Query(context).Required("key")), 0)),
        "/api/v2/traces" => Search(TracesAsync),
        "/api/v2/traceMany" => TraceManyAsync,
        "/api/v2/dependencies" => DependenciesAsync,
        _ when path.StartsWith(TracePath, StringComparison.Ordinal) && path.Length > TracePath.Length => context => TraceAsync(context, path[TracePath.Length..]),
        _ => null,
    };

    // When search is disabled, the responses are empty lists: pages handle those better than an error.
    private RequestDelegate Search(RequestDelegate handler) => options.SearchEnabled ? handler : context => Responses.WriteStringsAsync(context, []);

    private QueryDeadline Deadline() => new(clock, options.QueryTimeout);

    private static QueryParameters Query(HttpContext context) => new(context.Request.QueryString);

    private static string Service(HttpContext context) => Query(context).Required("serviceName").ToLowerInvariant();

    private Task TracesAsync(HttpContext context)
    {
        var query = TraceQueryParser.Parse(Query(context), clock.GetUtcNow().ToUnixTimeMilliseconds(), options.LookbackMs);
        var deadline = Deadline();
        return Responses.WriteTracesAsync(context, store.Find(query with { StrictTraceId = options.StrictTraceId }, deadline), deadline);
    }

    /// <summary>
    /// Writes <c>[{"traceId":...}, ...]</c>; the client and server spans of a shared id are written as they were received.
    /// </summary>
    private Task TraceAsync(HttpContext context, string text)
    {
        var id = ZipkinId.ParseTraceId(text.Trim());
        var spans = store.Trace(id);
        return spans.Any()
            ? Responses.WriteTraceAsync(context, spans, Deadline())
            : Responses.WriteTextAsync(context, StatusCodes.Status404NotFound, $"{id} not found");
    }

    /// <summary>Writes the traces of <c>?traceIds=463ac35c9f6413ad,a1</c> in this order, without those that don't exist.</summary>
    private Task TraceManyAsync(HttpContext context)
    {
        var text = Query(context).Required("traceIds");
        if (text.Length == 0)
        {
            throw new BadHttpRequestException("traceIds parameter is empty");
        }

        var texts = text.Split(',');
        if (texts.Length == 1)
        {
            throw new BadHttpRequestException("Use /api/v2/trace/{traceId} endpoint to retrieve a single trace");
        }

        var ids = new HashSet<TraceId>();
        foreach (var one in texts)
        {
            if (!ids.Add(ZipkinId.ParseTraceId(one)))
            {
                throw new BadHttpRequestException($"redundant traceId: {one}");
            }
        }

        // With lenient trace ids, two of them may be the same trace, and missing traces are written as empty lists.
        return Responses.WriteTracesAsync(context, ids.Select(store.Trace).Where(spans => !options.StrictTraceId || spans.Any()), Deadline());
    }

    /// <summary>Writes <c>[{"parent":"front-proxy","child":"service1","callCount":1}]</c>; errorCount is omitted when it is 0.</summary>
    private Task DependenciesAsync(HttpContext context)
    {
        var query = Query(context);
        query.Required("endTs");
        var (endTs, lookback) = (query.Number("endTs", 0), query.Number("lookback") ?? options.LookbackMs);
        if (endTs <= 0 || lookback <= 0)
        {
            throw new BadHttpRequestException(endTs <= 0 ? "endTs <= 0" : "lookback <= 0");
        }

        var window = TimeWindow.Before(endTs, lookback);
        var (linker, deadline) = (new DependencyLinker(), Deadline());
        foreach (var trace in store.Traces(window).Select(deadline.Watch).Where(trace => trace.Any(span => window.ContainsMillisecond(span.Timestamp))))
        {
            linker.AddTrace(trace);
        }

        return Responses.WriteJsonAsync(context, json => WriteLinks(json, linker.Links));
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

    private Task AutocompleteKeysAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = NamesCacheControl;
        return Responses.WriteStringsAsync(context, _autocompleteKeys);
    }

    private Task AutocompleteValuesAsync(HttpContext context)
    {
        var key = Query(context).Required("key");
        if (key.Length == 0)
        {
            throw new BadHttpRequestException("key was empty");
        }

        var values = store.AutocompleteValues(key);
        return WriteNamesAsync(context, values, values.Length);
    }

    // A short list is not cached: in a new system, users look for the service they have just added.
    private static Task WriteNamesAsync(HttpContext context, string[] names, int count)
    {
        if (count > MaxUncachedNames)
        {
            context.Response.Headers.CacheControl = NamesCacheControl;
        }

        return Responses.WriteStringsAsync(context, names);
    }
}
