using System.Text.Json;
using ZipkinMesh.Zipkin.Json;
using ZipkinMesh.Zipkin.Links;
using ZipkinMesh.Zipkin.Model;
using ZipkinMesh.Zipkin.Storage;

namespace ZipkinMesh.Zipkin.Api;

/// <summary>The questions a page or a script asks, answered in JSON from memory.</summary>
internal sealed class ReadApi(SpanStore store, ZipkinOptions options, TimeProvider clock)
{
    private const string TracePath = "/api/v2/trace/";
    private const string NamesCache = "max-age=300, must-revalidate";
    private const int FewNames = 3;

    private readonly string[] _autocompleteKeys = [.. options.AutocompleteKeys.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Who answers the path; null when nobody does.</summary>
    public RequestDelegate? Find(string path) => path switch
    {
        "/api/v2/services" => Search(context => NamesAsync(context, store.Services(), store.ServiceCount)),
        "/api/v2/spans" => Search(context => NamesAsync(context, store.SpanNames(Service(context)), store.ServiceCount)),
        "/api/v2/remoteServices" => Search(context => NamesAsync(context, store.RemoteServices(Service(context)), store.ServiceCount)),
        "/api/v2/autocompleteKeys" => Search(AutocompleteKeysAsync),
        "/api/v2/autocompleteValues" => Search(AutocompleteValuesAsync),
        "/api/v2/traces" => Search(TracesAsync),
        "/api/v2/traceMany" => TraceManyAsync,
        "/api/v2/dependencies" => DependenciesAsync,
        _ when path.StartsWith(TracePath, StringComparison.Ordinal) && path.Length > TracePath.Length => context => TraceAsync(context, path[TracePath.Length..]),
        _ => null,
    };

    // Without search there is nothing to choose from, which pages understand better than a fault.
    private RequestDelegate Search(RequestDelegate answer) => options.CanSearch ? answer : context => Answers.StringsAsync(context, []);

    private static QueryParameters Query(HttpContext context) => new(context.Request.QueryString);

    private static string Service(HttpContext context) => Query(context).Mandatory("serviceName").ToLowerInvariant();

    private Task TracesAsync(HttpContext context)
    {
        var query = TraceSearch.Read(Query(context), clock.GetUtcNow().ToUnixTimeMilliseconds(), options.LookbackMs);
        return TracesAsync(context, store.Find(query with { IsStrict = options.IsStrict }));
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
        var text = Query(context).Mandatory("traceIds");
        if (text.Length == 0)
        {
            throw new RefusedException("traceIds parameter is empty");
        }

        var texts = text.Split(',');
        if (texts.Length == 1)
        {
            throw new RefusedException("Use /api/v2/trace/{traceId} endpoint to retrieve a single trace");
        }

        var ids = new HashSet<TraceId>();
        foreach (var one in texts)
        {
            if (!ids.Add(HexId.TraceId(one)))
            {
                throw new RefusedException($"redundant traceId: {one}");
            }
        }

        // Without strict ids two of them may be one trace, and each has its place in the answer.
        return TracesAsync(context, ids.Select(store.Trace).Where(spans => spans.Length > 0 || !options.IsStrict));
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
        var query = Query(context);
        query.Mandatory("endTs");
        var (endTs, lookback) = (query.Number("endTs", 0), query.Number("lookback") ?? options.LookbackMs);
        if (endTs <= 0 || lookback <= 0)
        {
            throw new RefusedException(endTs <= 0 ? "endTs <= 0" : "lookback <= 0");
        }

        var window = TimeWindow.Before(endTs, lookback);
        var linker = new DependencyLinker();
        foreach (var trace in store.Traces(window).Where(trace => trace.Any(span => window.HoldsMillisecond(span.Timestamp))))
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

    private Task AutocompleteKeysAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = NamesCache;
        return Answers.StringsAsync(context, _autocompleteKeys);
    }

    private Task AutocompleteValuesAsync(HttpContext context)
    {
        var key = Query(context).Mandatory("key");
        if (key.Length == 0)
        {
            throw new RefusedException("key was empty");
        }

        var values = store.TagValues(key);
        return NamesAsync(context, values, values.Length);
    }

    // As long as there are few, another one would be missed.
    private static Task NamesAsync(HttpContext context, string[] names, int count)
    {
        if (count > FewNames)
        {
            context.Response.Headers.CacheControl = NamesCache;
        }

        return Answers.StringsAsync(context, names);
    }
}
