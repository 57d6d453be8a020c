using System.Net;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Upstreams.Http1;

namespace ZipkinMesh.Proxy.Upstreams.Streaming;

/// <summary>
/// Lets the bodies of a request and its response flow at the same time through <see cref="SocketsHttpHandler"/>, and rejects the
/// responses that it accepts and Envoy doesn't.
/// </summary>
internal sealed class StreamingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : new StreamedRequest(request.Content);
        request.Content = body;
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (body is { HasBeenRefused: true })
        {
            throw new HttpRequestException(HttpRequestError.HttpProtocolError, e.Message, new HttpProtocolException(ProtocolErrors.RefusedStream, e.Message, e));
        }

        if (response.StatusCode == HttpStatusCode.SwitchingProtocols || request.Method == HttpMethod.Connect)
        {
            return response;
        }

        if (ProblemOf(response) is { } problem)
        {
            response.Dispose();
            throw new HttpRequestException(HttpRequestError.InvalidResponse, problem);
        }

        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        response.Content = new StreamedResponse(response.Content, new StreamedResponseBody(stream, LengthOf(request, response), response, body));
        return response;
    }

    private static string? ProblemOf(HttpResponseMessage response)
    {
        if (response.Headers.NonValidated.Count + response.Content.Headers.NonValidated.Count > ResponseHeadParser.MaxHeaders)
        {
            return "The response has too many headers.";
        }

        if (response.Version.Major < 2)
        {
            return null;
        }

        // HTTP/2 frames messages itself (RFC 9113, 8.2.2).
        foreach (var header in response.Headers.NonValidated)
        {
            if (HopByHop.NotInHttp2.Contains(header.Key))
            {
                return $"The response has {header.Key}, which HTTP/2 doesn't allow.";
            }
        }

        return null;
    }

    // The length of the body as the head says it; null when it says nothing, or when there is no body in any case.
    private static long? LengthOf(HttpRequestMessage request, HttpResponseMessage response) =>
        HttpMethods.IsHead(request.Method.Method) || (int)response.StatusCode is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified
            ? null
            : response.Content.Headers.ContentLength;
}
