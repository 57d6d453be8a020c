using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Upstreams.Tls;

namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>
/// Sends requests to the destinations of a cluster with HTTP/1.1. A response is returned as soon as its head has arrived, even while the
/// body of the request is still being sent, so that both bodies flow at the same time. Requests with another version of HTTP go to the
/// inner handler, and those with TLS that accept a higher one.
/// </summary>
/// <param name="inner">The inner handler.</param>
/// <param name="time">The clock.</param>
/// <param name="limits">The limits of connections.</param>
/// <param name="counters">The counts of the cluster.</param>
/// <param name="tls">The TLS of the cluster; null when no request has it.</param>
internal sealed class Http1Handler(
    HttpMessageHandler inner, TimeProvider time, ConnectionLimits limits, ClusterCounters counters, UpstreamTls? tls = null) : DelegatingHandler(inner)
{
    // The time that an upstream has to respond to Expect: 100-continue, before the body is sent anyway.
    private static readonly TimeSpan ContinueTimeout = TimeSpan.FromSeconds(1);

    // Heads are rarely larger.
    private const int HeadSize = 2048;

    /// <summary>Gets the connections to the destinations.</summary>
    public DestinationPools Pools { get; } = new(time, limits, counters, tls);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        var isSecure = uri.Scheme != Uri.UriSchemeHttp;
        if (request.Version != HttpVersion.Version11 || (isSecure && request.VersionPolicy == HttpVersionPolicy.RequestVersionOrHigher))
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var pool = Pools.Get(uri, isSecure ? ServerName.AuthorityOf(request) : null);
        var connection = pool.TryRent() ?? await pool.OpenAsync(cancellationToken).ConfigureAwait(false);
        counters.Requests.Increment();
        pool.Host.Requests.Increment();
        var exchange = new Exchange(pool, connection, cancellationToken);
        try
        {
            exchange.Begin();
            var sending = SendAsync(request, exchange);
            if (!sending.IsCompletedSuccessfully)
            {
                await sending.ConfigureAwait(false);
            }

            var reader = new ResponseHeadReader(exchange);
            while (!reader.TryRead())
            {
                var count = await connection.FillAsync().ConfigureAwait(false);
                reader.Received(count);
            }

            pool.Host.CountResponse(connection.Head.Status);
            return CreateResponse(request, exchange);
        }
        catch (Exception e)
        {
            exchange.Abort();
            var failure = Translate(exchange.CauseOf(e));
            if (failure is not OperationCanceledException)
            {
                pool.Host.Errors.Increment();
            }

            throw failure;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Pools.Dispose();
        }

        base.Dispose(disposing);
    }

    private static HttpResponseMessage CreateResponse(HttpRequestMessage request, Exchange exchange)
    {
        var head = exchange.Connection.Head;
        var response = new HttpResponseMessage((HttpStatusCode)head.Status)
        {
            // Like Envoy, the upstream's own phrase isn't passed on.
            ReasonPhrase = ReasonPhrases.GetReasonPhrase(head.Status),
            RequestMessage = request,
        };
        if (head.Status == (int)HttpStatusCode.SwitchingProtocols)
        {
            if (!request.Headers.NonValidated.Contains(HeaderNames.Upgrade))
            {
                throw new ResponseProtocolException("The upstream changed the protocol without being asked to.");
            }

            exchange.IsUpgraded = true;
            response.Content = new ResponseContent(head, new UpgradedStream(exchange), exchange.Connection.LocalEndPoint);
            head.CopyTo(response);
            return response;
        }

        var framing = head.FramingFor(request.Method.Method);
        var isPersistent = head.IsPersistent && framing != BodyFraming.UntilClose;
        var body = new ResponseBodyStream(exchange, framing, head.ContentLength ?? 0, isPersistent);
        response.Content = new ResponseContent(head, body, exchange.Connection.LocalEndPoint);
        return response;
    }

    private static Exception Translate(Exception failure) => failure switch
    {
        OperationCanceledException or HttpRequestException => failure,
        ResponseProtocolException => new HttpRequestException(HttpRequestError.InvalidResponse, failure.Message, failure),
        _ => new HttpRequestException(failure.Message, failure),
    };

    private ValueTask SendAsync(HttpRequestMessage request, Exchange exchange)
    {
        var length = RequestHeadWriter.ContentLengthOf(request.Content);
        var head = new HeadBuffer(HeadSize);
        RequestHeadWriter.Write(ref head, request, request.RequestUri!.PathAndQuery, length);
        if (length == 0)
        {
            return SendHeadAsync(exchange.Connection, head);
        }

        var body = new RequestBodySender(request.Content!, new RequestBodyStream(exchange.Connection, head, length), exchange);
        exchange.Body = body;
        var isExpected = request.Headers.NonValidated.TryGetValues(HeaderNames.Expect, out var expect)
            && expect.ToString().Equals("100-continue", StringComparison.OrdinalIgnoreCase);
        return new ValueTask(isExpected ? body.StartAfterContinueAsync(time, ContinueTimeout) : body.StartAsync());
    }

    private static ValueTask SendHeadAsync(Http1Connection connection, HeadBuffer head)
    {
        var sending = connection.SendAsync(head.Written);
        if (!sending.IsCompletedSuccessfully)
        {
            return SendSlowlyAsync(sending, head);
        }

        head.Release();
        return ValueTask.CompletedTask;
    }

    private static async ValueTask SendSlowlyAsync(ValueTask sending, HeadBuffer head)
    {
        await sending.ConfigureAwait(false);
        head.Release();
    }
}
