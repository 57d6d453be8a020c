using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Reporting;

/// <summary>
/// Posts reports to the collector cluster, to its available destinations in turn. The cluster's HTTP client writes no tracing
/// headers, so reports aren't traced themselves.
/// </summary>
internal sealed class ZipkinSender(IProxyStateLookup proxy, TracingOptions options)
{
    // Envoy's tracing.zipkin.request_timeout.
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    private int _turn;

    /// <summary>Represents the outcome of one post.</summary>
    /// <param name="IsAccepted">True when the collector responded with a success status; Zipkin's is 202.</param>
    /// <param name="IsRetriable">False when the collector would reject the same report again.</param>
    /// <param name="Problem">The error for the log.</param>
    public readonly record struct Result(bool IsAccepted, bool IsRetriable, string Problem);

    /// <summary>Posts a report and waits for the response, for at most 5 s.</summary>
    public Result Post(ReadOnlyMemory<byte> spans)
    {
        if (!proxy.TryGetCluster(options.CollectorCluster, out var cluster)
            || cluster.DestinationsState.AvailableDestinations is not { Count: > 0 } destinations)
        {
            return new Result(false, true, $"cluster {options.CollectorCluster} has no address");
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
            return new Result(false, true, $"{destination.Model.Config.Address} {(e is OperationCanceledException ? "didn't respond in time" : e.Message)}");
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

    private static Result Read(HttpResponseMessage response, CancellationToken cancel)
    {
        // The body is read to its end, so that the connection can be reused.
        using var reader = new StreamReader(response.Content.ReadAsStream(cancel));
        var body = reader.ReadToEnd();
        if (response.IsSuccessStatusCode)
        {
            return new Result(true, false, "");
        }

        var isRetriable = response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500;
        return new Result(false, isRetriable, $"{(int)response.StatusCode} {body.ReplaceLineEndings(" ").Trim()}");
    }
}
