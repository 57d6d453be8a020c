using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Upstreams.Failures;

namespace ZipkinMesh.Proxy.Upstreams.CircuitBreakers;

/// <summary>
/// Lets as many requests at a time go to a cluster as its limits allow. It is the last step before the request is sent, so that each try
/// counts, and none counts during a pause between two.
/// </summary>
internal sealed class CircuitBreakerMiddleware(RequestDelegate next, ClusterResourcesTable table)
{
    public Task InvokeAsync(HttpContext context)
    {
        var resources = table.Get(context.GetRouteModel().Cluster!);
        return resources.TryAcquire() ? ForwardAsync(context, resources) : WaitAsync(context, resources);
    }

    private async Task WaitAsync(HttpContext context, ClusterResources resources)
    {
        try
        {
            if (!await resources.WaitAsync(context.RequestAborted))
            {
                Fail(context, new LocalFailure(ForwarderError.NoAvailableDestinations, LocalReply.Overflow));
                return;
            }
        }
        catch (OperationCanceledException)
        {
            Fail(context, new LocalFailure(ForwarderError.RequestCanceled, null));
            return;
        }

        await ForwardAsync(context, resources);
    }

    private async Task ForwardAsync(HttpContext context, ClusterResources resources)
    {
        try
        {
            await next(context);
        }
        finally
        {
            resources.Release();
        }
    }

    private static void Fail(HttpContext context, LocalFailure failure) => context.Features.Set<IForwarderErrorFeature>(failure);
}
