namespace ZipkinMesh.Zipkin.Http;

/// <summary>
/// Allows browsers to report spans from other origins and pages elsewhere to read the API: every response to a request of an allowed origin,
/// errors included, has the CORS headers, and preflight requests succeed on any path. The server has no cookies or credentials that a foreign
/// page could abuse. Requests of other origins are served without the headers, so that browsers keep the responses from the page.
/// </summary>
/// <param name="allowedOrigins">Origins such as <c>https://example.com</c>; <c>*</c> allows all.</param>
internal sealed class Cors(string[] allowedOrigins)
{
    private const string Any = "*";

    private readonly bool _allowsAny = allowedOrigins.Contains(Any);

    /// <summary>Adds the CORS headers; completes the response and returns true when the request is a preflight.</summary>
    public bool TryHandlePreflight(HttpContext context)
    {
        var request = context.Request.Headers;
        if (request.Origin is not [{ } origin, ..])
        {
            return false;
        }

        var response = context.Response.Headers;
        if (!_allowsAny)
        {
            // A cache must not give the response of one origin to another one.
            response.Vary = "origin";
        }

        var isPreflight = HttpMethods.IsOptions(context.Request.Method) && request.AccessControlRequestMethod.Count > 0;
        if (_allowsAny || allowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase))
        {
            response.AccessControlAllowOrigin = _allowsAny ? Any : origin;
            response.AccessControlAllowHeaders = "content-type";
            if (isPreflight)
            {
                response.AccessControlAllowMethods = "GET,POST";
            }
        }
        else if (isPreflight)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }

        if (isPreflight)
        {
            context.Response.ContentLength = 0;
        }

        return isPreflight;
    }
}
