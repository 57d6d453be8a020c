using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Upstreams;

/// <summary>
/// Retries a request at another destination when the connection to the selected one couldn't be opened. Nothing of the request has
/// been sent then, so nothing can happen twice. Runs before YARP selects a destination.
/// </summary>
internal sealed class ConnectRetryMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);

        var proxy = context.GetReverseProxyFeature();
        var untried = proxy.AllDestinations;
        while (untried.Count > 1 && UpstreamFailure.IsConnectFailure(context) && !context.RequestAborted.IsCancellationRequested)
        {
            context.Features.Get<StreamInfo>()!.LastAttempt!.Flag = ResponseFlags.UpstreamConnectionFailure;
            untried = [.. untried.Where(destination => destination != proxy.ProxiedDestination)];
            proxy.AvailableDestinations = untried;
            context.Features.Set<IForwarderErrorFeature>(null);
            context.Response.Clear();
            await next(context);
        }
    }
}
