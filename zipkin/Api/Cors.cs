namespace ZipkinMesh.Zipkin.Api;

/// <summary>
/// Tracers in a browser report from other origins, and pages elsewhere read: every answer to one, a refusal too, says that it may
/// be read, and a preflight is answered for any path. There is nothing here that a cookie or password would open.
/// </summary>
internal static class Cors
{
    /// <summary>True when the request was a preflight, which is thereby answered.</summary>
    public static bool Answer(HttpContext context)
    {
        var asked = context.Request.Headers;
        if (asked.Origin.Count == 0)
        {
            return false;
        }

        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlAllowHeaders = "content-type";
        if (!HttpMethods.IsOptions(context.Request.Method) || asked.AccessControlRequestMethod.Count == 0)
        {
            return false;
        }

        headers.AccessControlAllowMethods = "GET,POST";
        context.Response.ContentLength = 0;
        return true;
    }
}
