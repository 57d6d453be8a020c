using System.Net;

namespace ZipkinMesh.Hosting.Http;

/// <summary>Recognizes the names of this machine's loopback addresses.</summary>
public static class LocalHost
{
    private const string Name = "localhost";

    /// <summary>The hosts that <see cref="IsLocal"/> recognizes, for messages.</summary>
    public const string Allowed = "localhost, 127.0.0.0/8, [::1]";

    /// <summary>Returns true for <c>localhost</c> and for a loopback address.</summary>
    /// <param name="host">The host of a URL or of a Host header, without its port.</param>
    public static bool IsLocal(string host) =>
        host.Equals(Name, StringComparison.OrdinalIgnoreCase)
        // IPAddress also parses 127.1 and 0x7f.1, which mean the same addresses.
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
