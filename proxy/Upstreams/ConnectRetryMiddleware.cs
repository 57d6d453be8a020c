using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace ZipkinMesh.Proxy.Upstreams;

/// <summary>
/// Tries a request at another destination when the one that was chosen could not be connected to: nothing of the request was
/// sent, so nothing can happen twice. Stands before YARP's choice of a destination.
/// </summary>
internal sealed class ConnectRetryMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);

        var proxy = context.GetReverseProxyFeature();
        var left = proxy.AllDestinations;
        while (left.Count > 1 && UpstreamFailure.IsOfConnecting(context) && !context.RequestAborted.IsCancellationRequested)
        {
            left = [.. left.Where(destination => destination != proxy.ProxiedDestination)];
            proxy.AvailableDestinations = left;
            context.Features.Set<IForwarderErrorFeature>(null);
            context.Response.Clear();
            await next(context);
        }
    }
}
