using System.Collections.Frozen;

namespace ZipkinMesh.Proxy.Http;

/// <summary>Headers that belong to one connection and aren't forwarded. The lists are those of Envoy 1.40.</summary>
internal static class HopByHop
{
    /// <summary>Request headers that aren't copied or read. Host is written first, separately.</summary>
    public static readonly string[] OfRequests = ["connection", "host", "http2-settings", "keep-alive", "transfer-encoding", "upgrade"];

    /// <summary>
    /// Response headers that aren't copied. The proxy writes its own Date and Server. Unlike in requests, headers that Connection
    /// names are copied (observed on Envoy 1.40).
    /// </summary>
    public static readonly FrozenSet<string> OfResponses = FrozenSet.ToFrozenSet(
        ["connection", "date", "keep-alive", "proxy-connection", "server", "transfer-encoding", "upgrade"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Headers that make a request or a response malformed over HTTP/2, which has no use for them (RFC 9113, 8.2.2).</summary>
    public static readonly FrozenSet<string> NotInHttp2 = FrozenSet.ToFrozenSet(
        ["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns true when a list, such as the value of a Connection header, contains a name.</summary>
    public static bool IsNamed(string name, string list)
    {
        foreach (var range in list.AsSpan().Split(','))
        {
            if (list.AsSpan()[range].Trim(" \t").Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
