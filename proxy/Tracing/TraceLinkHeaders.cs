using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>Adds the address of a request's trace to its response; see <see cref="TracingOptions.TraceUrlHeader"/>.</summary>
/// <remarks>
/// <code>
/// x-trace-url: http://localhost:9411/zipkin/traces/463ac35c9f6413ad
/// Server-Timing: trace;desc="http://localhost:9411/zipkin/traces/463ac35c9f6413ad"
/// </code>
/// (https://www.w3.org/TR/server-timing/). Browsers show the second one among the timings of a request, and give it to scripts of the page.
/// </remarks>
internal sealed class TraceLinkHeaders(ZipkinMeshOptions options, TraceLinks links)
{
    private const string ServerTiming = "Server-Timing";

    private readonly string? _name = options.Tracing is { TraceUrlHeader.Length: > 0 } tracing ? tracing.TraceUrlHeader : null;

    /// <summary>Adds the headers to the response of a request that is traced.</summary>
    public void Add(StreamInfo stream, IHeaderDictionary headers)
    {
        if (_name is null || stream.SpanIdentity is not { IsSampled: true } identity || links.UrlOf(identity.TraceId) is not { } url)
        {
            return;
        }

        // The first header takes the place of the upstream's; timings of the upstream stay.
        headers[_name] = url;
        headers.Append(ServerTiming, $"trace;desc=\"{url}\"");
    }
}
