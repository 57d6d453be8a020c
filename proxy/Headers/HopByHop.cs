using System.Collections.Frozen;
using ZipkinMesh.Proxy.RequestIds;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>Headers that belong to one connection and are not passed on, as Envoy has it (cases "hop-by-hop headers").</summary>
internal static class HopByHop
{
    /// <summary>Not forwarded with the rest. Host and x-request-id go first; Expect is answered by this proxy.</summary>
    public static readonly FrozenSet<string> OfRequests = FrozenSet.ToFrozenSet(
        ["connection", "expect", "host", "http2-settings", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", RequestId.Header],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Not answered. Date and Server are this proxy's own. Unlike a request's, what Connection names stays (seen).</summary>
    public static readonly FrozenSet<string> OfResponses = FrozenSet.ToFrozenSet(
        ["connection", "date", "keep-alive", "proxy-connection", "server", "transfer-encoding", "upgrade"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a request's Connection header names the header.</summary>
    public static bool IsNamed(string header, string connection)
    {
        foreach (var range in connection.AsSpan().Split(','))
        {
            if (connection.AsSpan()[range].Trim().Equals(header, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
