using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ZipkinMesh.Proxy.Admin;

/// <summary>Passes the requests of the admin server on to the router, and records them.</summary>
internal sealed class AdminApplication(AdminRouter router, AdminAccessLog log, TimeProvider time) : IHttpApplication<AdminApplication.Exchange>
{
    public Exchange CreateContext(IFeatureCollection contextFeatures) => new(new DefaultHttpContext(contextFeatures), time.GetUtcNow(), time.GetTimestamp());

    public Task ProcessRequestAsync(Exchange context) => router.RouteAsync(context.Http);

    public void DisposeContext(Exchange context, Exception? exception) => log.Write(context.Http, context.Start, time.GetElapsedTime(context.Timestamp));

    /// <summary>Represents a request and the time at which it began.</summary>
    internal readonly record struct Exchange(HttpContext Http, DateTimeOffset Start, long Timestamp);
}
