namespace ZipkinMesh.Zipkin.Http;

/// <summary>
/// Allows browsers to report spans from other origins and pages elsewhere to read the API: every response to a cross-origin request, errors
/// included, has the CORS headers, and preflight requests succeed on any path. The server has no cookies or credentials that a foreign page
/// could abuse.
/// </summary>
internal static class Cors
{
    /// <summary>Adds the CORS headers; completes the response and returns true when the request is a preflight.</summary>
    public static bool TryHandlePreflight(HttpContext context)
    {
        var request = context.Request.Headers;
        if (request.Origin.Count == 0)
        {
            return false;
        }

        var response = context.Response.Headers;
        response.AccessControlAllowOrigin = "*";
        response.AccessControlAllowHeaders = "content-type";
        if (!HttpMethods.IsOptions(context.Request.Method) || request.AccessControlRequestMethod.Count == 0)
        {
            return false;
        }

        response.AccessControlAllowMethods = "GET,POST";
        context.Response.ContentLength = 0;
        return true;
    }
}
