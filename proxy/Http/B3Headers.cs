namespace ZipkinMesh.Proxy.Http;

/// <summary>Names of the B3 headers (https://github.com/openzipkin/b3-propagation).</summary>
internal static class B3Headers
{
    public const string Single = "b3";
    public const string TraceId = "x-b3-traceid";
    public const string SpanId = "x-b3-spanid";
    public const string ParentSpanId = "x-b3-parentspanid";
    public const string Sampled = "x-b3-sampled";
    public const string Flags = "x-b3-flags";
}
