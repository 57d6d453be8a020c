using System.Collections.Frozen;

namespace ZipkinMesh.Proxy.Http;

/// <summary>Headers that belong to one connection and are not passed on, as Envoy has it (cases "hop-by-hop headers").</summary>
internal static class HopByHop
{
    /// <summary>Not forwarded with the rest. Host goes first; Expect is answered by this proxy.</summary>
    public static readonly string[] OfRequests =
        ["connection", "expect", "host", "http2-settings", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"];

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
