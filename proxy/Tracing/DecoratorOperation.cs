using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>
/// Exchanges the operation name with the other end of a call, in the header <c>x-envoy-decorator-operation</c>, so that both ends of
/// a span have one name.
/// </summary>
/// <remarks>
/// <code>
///            request                                        response
/// outbound   sends the route's operation                    renames the span after the header, and removes it
/// inbound    renames the span after the header,             sends the route's operation, unless the
///            and removes it                                 request brought a name
/// </code>
/// (https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/http/http_filters/router_filter#x-envoy-decorator-operation)
/// </remarks>
internal static class DecoratorOperation
{
    public static void OnRequest(StreamInfo stream)
    {
        var headers = stream.Headers;
        if (stream.Listener.Direction == TrafficDirection.Outbound)
        {
            if (stream.Route?.Operation is { } operation)
            {
                headers[HeaderField.DecoratorOperation] = operation;
            }

            return;
        }

        var received = HeaderText.Of(headers[HeaderField.DecoratorOperation]);
        if (received.Length == 0)
        {
            stream.AnsweredOperation = stream.Route?.Operation;
        }
        else if (stream.Span is not null)
        {
            stream.Span.DisplayName = received;
        }

        headers[HeaderField.DecoratorOperation] = default;
    }

    public static void OnResponse(StreamInfo stream, IHeaderDictionary headers)
    {
        if (stream.Listener.Direction == TrafficDirection.Inbound)
        {
            if (stream.AnsweredOperation is { } operation)
            {
                headers[EnvoyHeaders.DecoratorOperation] = operation;
            }
        }
        else if (headers.TryGetValue(EnvoyHeaders.DecoratorOperation, out var received))
        {
            if (stream.Span is not null && !string.IsNullOrEmpty(received))
            {
                stream.Span.DisplayName = HeaderText.Of(received);
            }

            headers.Remove(EnvoyHeaders.DecoratorOperation);
        }
    }
}
