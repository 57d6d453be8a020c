using System.Diagnostics;
using System.Globalization;

namespace ZipkinMesh.Proxy.Reporting.Otlp;

/// <summary>
/// Gives a finished span the names of OpenTelemetry's stable conventions for HTTP
/// (https://github.com/open-telemetry/semantic-conventions/blob/v1.37.0/docs/http/http-spans.md) in place of Envoy's:
/// <code>
/// http.method                GET                     http.request.method           GET
/// http.url                   http://a:81/b?c=d       url.full                      the same            CLIENT
///                                                    url.scheme, .path, .query     http, /b, c=d       SERVER
///                                                    server.address, server.port   a, 81
/// http.status_code           200                     http.response.status_code     200                 as a number; 0 is omitted
/// http.protocol              HTTP/1.1                network.protocol.version      1.1
/// user_agent                 curl/7.68.0             user_agent.original           curl/7.68.0         "-" is omitted
/// peer.address               172.31.81.1             client.address                172.31.81.1
/// upstream_address           172.31.81.3:8000        server.address, server.port   172.31.81.3, 8000
/// retry.count                1                       http.request.resend_count     1
/// error                      true                    error.type                    503                 the status of HTTP or gRPC, or the response flag
/// </code>
/// Tags that the conventions don't have are left as they are. The status of a CLIENT span is an error from 400 on, that of a SERVER span
/// from 500 on.
/// </summary>
internal static class SemanticConventions
{
    // The conventions' name for an error of an unknown kind.
    private const string OtherError = "_OTHER";

    [ThreadStatic]
    private static List<KeyValuePair<string, object?>>? _tags;

    public static void Apply(Activity span)
    {
        var tags = _tags ??= [];
        tags.Clear();
        foreach (ref readonly var tag in span.EnumerateTagObjects())
        {
            tags.Add(tag);
        }

        // From first to last: the tags are a linked list, in which the first is found at once.
        foreach (var (name, _) in tags)
        {
            span.SetTag(name, null);
        }

        var request = default(SpanFacts);
        foreach (var (name, value) in tags)
        {
            if (value is not string text || !request.Take(name, text))
            {
                span.AddTag(name, value);
            }
        }

        AddRequest(span, request);
        AddOutcome(span, request);
    }

    private static void AddRequest(Activity span, in SpanFacts request)
    {
        Add(span, "http.request.method", request.Method);
        if (request.Url is { } url)
        {
            AddUrl(span, new SpanUrl(url), request.Method);
        }

        Add(span, "network.protocol.version", request.Protocol is { } protocol ? protocol[(protocol.IndexOf('/') + 1)..] : null);
        Add(span, "user_agent.original", request.UserAgent);
        if (request.UpstreamAddress is { } upstream)
        {
            var destination = new SpanUrl(upstream);
            AddServer(span, destination.Host, destination.Port);
        }
        else
        {
            Add(span, "client.address", request.PeerAddress);
        }

        if (int.TryParse(request.RetryCount, NumberStyles.None, CultureInfo.InvariantCulture, out var retries))
        {
            span.AddTag("http.request.resend_count", retries);
        }
    }

    private static void AddUrl(Activity span, SpanUrl url, string? method)
    {
        // Without a route, Envoy names a span by its host, which any client can choose.
        if (span.DisplayName == url.Authority)
        {
            span.DisplayName = method ?? "HTTP";
        }

        if (span.Kind == ActivityKind.Server)
        {
            Add(span, "url.scheme", url.Scheme);
            Add(span, "url.path", url.Path);
            Add(span, "url.query", url.Query);
        }
        else
        {
            Add(span, "url.full", url.Full);
        }

        AddServer(span, url.Host, url.Port);
    }

    private static void AddServer(Activity span, string host, int port)
    {
        if (host.Length > 0)
        {
            span.AddTag("server.address", host);
            span.AddTag("server.port", port);
        }
    }

    private static void AddOutcome(Activity span, in SpanFacts request)
    {
        var hasStatus = int.TryParse(request.Status, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status > 0;
        if (hasStatus)
        {
            span.AddTag("http.response.status_code", status);
        }

        if (request.IsError || (span.Kind == ActivityKind.Client && status >= 400))
        {
            span.SetStatus(ActivityStatusCode.Error);
            Add(span, "error.type", status >= 400 ? request.Status : request.GrpcStatus ?? request.Flags ?? OtherError);
        }
    }

    private static void Add(Activity span, string name, string? value)
    {
        if (value is not null)
        {
            span.AddTag(name, value);
        }
    }
}
