using System.Globalization;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Listeners;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>Adds the final headers to every response, local replies included.</summary>
internal sealed class FinalResponseHeaders(TraceLinkHeaders traceLinks, DrainManager drain)
{
    public const string Server = "yarp";

    public void Add(StreamInfo stream, bool isFromUpstream)
    {
        var headers = stream.Context.Response.Headers;
        headers.Server = Server;
        if ((stream.ClosesConnection || drain.IsDraining(stream.Listener.Direction)) && stream.Context.Response.StatusCode != StatusCodes.Status101SwitchingProtocols)
        {
            CloseConnection(stream.Context);
        }

        if (isFromUpstream && stream.UpstreamServiceTime is { } time)
        {
            // Envoy counts from the first try.
            var elapsed = (long)time.TotalMilliseconds;
            headers[EnvoyHeaders.UpstreamServiceTime] = elapsed.ToString(CultureInfo.InvariantCulture);
        }

        RequestTracer.OnResponse(stream, headers);
        traceLinks.Add(stream, headers);
        AddHeadersFromRequest(stream, headers);
    }

    private static void CloseConnection(HttpContext context)
    {
        if (HttpProtocol.IsHttp2(context.Request.Protocol))
        {
            // Sends GOAWAY. The requests under way go on.
            context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        }
        else
        {
            context.Response.Headers.Connection = "close";
        }
    }

    private static void AddHeadersFromRequest(StreamInfo stream, IHeaderDictionary headers)
    {
        if (stream.Route is not { } route)
        {
            return;
        }

        foreach (var name in route.ResponseHeadersFromRequest)
        {
            if (!stream.Headers.TryGetField(name, out var values))
            {
                values = stream.Context.Request.Headers[name];
            }

            // Like Envoy, the first value is used, and an absent or empty one adds no header.
            if (values.Count > 0 && values[0] is { Length: > 0 } value)
            {
                Append(headers, name, value);
            }
        }
    }

    // When the upstream has sent the header, too, Envoy 1.40 joins the two values of x-request-id, and writes two lines for others.
    private static void Append(IHeaderDictionary headers, string name, string value)
    {
        if (headers.TryAdd(name, value))
        {
            return;
        }

        if (name.Equals(EnvoyHeaders.RequestId, StringComparison.OrdinalIgnoreCase))
        {
            headers[name] = string.Join(',', [.. headers[name].Where(existing => !string.IsNullOrEmpty(existing)), value]);
        }
        else
        {
            headers.Append(name, value);
        }
    }
}
