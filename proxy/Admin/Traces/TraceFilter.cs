using System.Globalization;
using ZipkinMesh.Proxy.RecentRequests;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Admin.Traces;

/// <summary>Selects the requests that contain a text.</summary>
/// <param name="text">The text, in any letter case; null or empty for all requests.</param>
internal sealed class TraceFilter(string? text)
{
    public bool Matches(RecentRequest request) => string.IsNullOrEmpty(text)
        || Contains(request.Method)
        || Contains(request.Host)
        || Contains(request.Path)
        || Contains(request.StatusCode.ToString(CultureInfo.InvariantCulture))
        || Contains(request.Flag)
        || Contains(ResponseFlags.LongNamesOf(request.Flag))
        || Contains(request.Cluster)
        || Contains(request.RequestId)
        || Contains(request.TraceId)
        || Contains(request.SpanId)
        || request.Attempts.Any(attempt => Contains(attempt.Address));

    private bool Contains(string? value) => value is not null && value.Contains(text!, StringComparison.OrdinalIgnoreCase);
}
