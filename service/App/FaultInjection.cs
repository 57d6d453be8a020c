using ZipkinMesh.App.Options;

namespace ZipkinMesh.App;

/// <summary>Delays requests and fails some of them, so that traces of the demo have something to find.</summary>
internal sealed class FaultInjection(AppOptions options, Random random)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        await Task.Delay(random.Next(options.MaxDelay + 1), context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (random.Next(100) >= options.ErrorPercent)
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync($"service {options.ServiceName} fails {options.ErrorPercent} % of its requests on purpose\n");
    }
}
