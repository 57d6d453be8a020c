namespace ZipkinMesh.Proxy.Routing;

/// <summary>Names of the entries in a route's <c>Metadata</c>.</summary>
internal static class RouteMetadata
{
    public const string Listener = "Listener";
    public const string Operation = "Operation";
    public const string Prefix = "Prefix";
    public const string ResponseHeadersFromRequest = "ResponseHeadersFromRequest";

    public static readonly string[] All = [Listener, Operation, Prefix, ResponseHeadersFromRequest];
}
