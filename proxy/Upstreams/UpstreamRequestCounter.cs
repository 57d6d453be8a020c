using System.Net;
using ZipkinMesh.Proxy.Counters;
using ZipkinMesh.Proxy.Upstreams.Tls;

namespace ZipkinMesh.Proxy.Upstreams;

/// <summary>
/// Counts the requests that <see cref="SocketsHttpHandler"/> sends, and the connections that it couldn't open. Those that it has opened are
/// counted by <see cref="UpstreamStream"/>.
/// </summary>
internal sealed class UpstreamRequestCounter(HttpMessageHandler inner, ClusterCounters counters) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var host = counters.HostOf(request.RequestUri!);
        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            counters.Requests.Increment();
            host.Requests.Increment();
            host.CountResponse((int)response.StatusCode);
            return response;
        }
        catch (HttpRequestException e) when (e.InnerException is ConnectionOverflowException)
        {
            counters.PendingOverflows.Increment();
            throw;
        }
        catch (HttpRequestException e) when (e.HttpRequestError
            is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            counters.Connections.Increment();
            counters.ConnectFailures.Increment();
            counters.ClosedRemotely.Increment();
            counters.PendingFailures.Increment();
            CountConnectFailure(host);
            throw;
        }
        catch (OperationCanceledException e) when (e.InnerException is TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            counters.Connections.Increment();
            counters.ConnectTimeouts.Increment();
            counters.ConnectFailures.Increment();
            counters.ClosedLocally.Increment();
            counters.PendingFailures.Increment();
            CountConnectFailure(host);
            throw;
        }
        catch (Exception e)
        {
            counters.Requests.Increment();
            host.Requests.Increment();
            if (e is not OperationCanceledException)
            {
                host.Errors.Increment();
            }

            throw;
        }
    }

    private static void CountConnectFailure(HostCounters host)
    {
        host.Connections.Increment();
        host.ConnectionsClosed.Increment();
        host.ConnectFailures.Increment();
        host.Errors.Increment();
    }
}
