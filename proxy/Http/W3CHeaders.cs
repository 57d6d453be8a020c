namespace ZipkinMesh.Proxy.Http;

/// <summary>Names of the headers of W3C's trace context (https://www.w3.org/TR/trace-context/).</summary>
internal static class W3CHeaders
{
    public const string TraceParent = "traceparent";
    public const string TraceState = "tracestate";
}
