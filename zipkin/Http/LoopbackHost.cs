using System.Net;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Http;

/// <summary>
/// Rejects requests for foreign hosts on a loopback address. A page can let the name of its own site resolve to 127.0.0.1 (DNS rebinding):
/// then the browser counts the server as a part of that site, and CORS no longer protects it.
/// </summary>
/// <param name="urls">The addresses that the server listens on.</param>
internal sealed class LoopbackHost(string urls)
{
    private const string LocalName = "localhost";

    private readonly bool _isLoopback = urls.Split(';').All(url => IsLocal(BindingAddress.Parse(url).Host));

    /// <summary>Returns the error message for a request whose host is not allowed, otherwise null.</summary>
    public string? FindProblem(HttpRequest request) => !_isLoopback || IsLocal(request.Host.Host)
        ? null
        : $"Host '{Excerpt.Of(request.Host.Value ?? "")}' is not allowed on a loopback address; allowed: localhost, 127.0.0.0/8, [::1]";

    // IPAddress also parses 127.1 and 0x7f.1, which mean the same addresses.
    private static bool IsLocal(string host) =>
        host.Equals(LocalName, StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
