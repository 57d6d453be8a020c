using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Reporting;

/// <summary>
/// The cluster that takes the spans: its destinations in turn, as they are at the moment. Its client writes no tracing
/// headers, so reports are not traced themselves.
/// </summary>
internal sealed class ZipkinSender(IProxyStateLookup proxy, TracingOptions options)
{
    // Envoy's tracing.zipkin.request_timeout.
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    private int _turn;

    /// <param name="Taken">Zipkin answered 202 (any success will do).</param>
    /// <param name="WorthAnotherTry">False when the same message would be refused again.</param>
    /// <param name="Problem">For the log.</param>
    public readonly record struct Answer(bool Taken, bool WorthAnotherTry, string Problem);

    public Answer Post(ReadOnlyMemory<byte> spans)
    {
        if (!proxy.TryGetCluster(options.CollectorCluster, out var cluster)
            || cluster.DestinationsState.AvailableDestinations is not { Count: > 0 } destinations)
        {
            return new Answer(false, true, $"cluster {options.CollectorCluster} has no address");
        }

        var destination = destinations[(int)((uint)_turn++ % (uint)destinations.Count)];
        try
        {
            using var request = CreateRequest(destination, spans);
            using var timeout = new CancellationTokenSource(RequestTimeout);
            using var response = cluster.Model.HttpClient.Send(request, timeout.Token);
            return Read(response, timeout.Token);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return new Answer(false, true, $"{destination.Model.Config.Address} {(e is OperationCanceledException ? "did not answer in time" : e.Message)}");
        }
    }

    private HttpRequestMessage CreateRequest(DestinationState destination, ReadOnlyMemory<byte> spans)
    {
        var config = destination.Model.Config;
        var request = new HttpRequestMessage(HttpMethod.Post, config.Address.TrimEnd('/') + options.CollectorEndpoint)
        {
            Version = HttpVersion.Version11,
            Content = new ReadOnlyMemoryContent(spans),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (!string.IsNullOrEmpty(config.Host))
        {
            request.Headers.Host = config.Host;
        }

        return request;
    }

    private static Answer Read(HttpResponseMessage response, CancellationToken cancel)
    {
        // Read to its end, so that the connection serves the next report.
        using var reader = new StreamReader(response.Content.ReadAsStream(cancel));
        var body = reader.ReadToEnd();
        if (response.IsSuccessStatusCode)
        {
            return new Answer(true, false, "");
        }

        var again = response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500;
        return new Answer(false, again, $"{(int)response.StatusCode} {body.ReplaceLineEndings(" ").Trim()}");
    }
}
