using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;
using ZipkinMesh.Proxy.RequestIds;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>Passes a request's headers on, less those that end here.</summary>
internal sealed class RequestHeadersTransform : RequestTransform
{
    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var request = context.HttpContext.Request;
        var exchange = context.HttpContext.Features.Get<Exchange>()!;
        var proxyHeaders = context.ProxyRequest.Headers;

        // First of all, as Envoy sends them. Without validation, so that Host arrives as it came.
        proxyHeaders.TryAddWithoutValidation(HeaderNames.Host, request.Host.Value);
        proxyHeaders.TryAddWithoutValidation(RequestId.Header, exchange.RequestId);

        var named = NamedByConnection(request.Headers);
        foreach (var (name, values) in request.Headers)
        {
            if (HopByHop.OfRequests.Contains(name) || EnvoyHeaders.NotFromClients.Contains(name))
            {
                continue;
            }

            // Of TE just the one value that speaks of the whole path (RFC 9110, 10.1.4); it stays, named or not (seen).
            if (name.Equals(HeaderNames.TE, StringComparison.OrdinalIgnoreCase)
                ? !"trailers".Equals(values, StringComparison.OrdinalIgnoreCase)
                : named is not null && HopByHop.IsNamed(name, named))
            {
                continue;
            }

            AddHeader(context, name, Join(name, values));
        }

        if (exchange.Route?.ExpectedTimeout is { } timeout)
        {
            proxyHeaders.TryAddWithoutValidation(EnvoyHeaders.ExpectedTimeout, timeout);
        }

        exchange.SentUpstream();
        return ValueTask.CompletedTask;
    }

    // HttpClient would write "a, b", or "a b" for User-Agent. It knows how cookies are joined.
    private static StringValues Join(string name, StringValues values) =>
        values.Count < 2 || name.Equals(HeaderNames.Cookie, StringComparison.OrdinalIgnoreCase)
            ? values
            : string.Join(',', values.AsEnumerable());

    private static string? NamedByConnection(IHeaderDictionary headers)
    {
        var connection = headers.Connection;
        return connection.Count == 0 || (connection.Count == 1 && connection[0] is "keep-alive" or "close") ? null : connection.ToString();
    }
}
