using ZipkinMesh.Hosting.Http;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Http;

/// <summary>
/// Rejects requests for foreign hosts on a loopback address. A page can let the name of its own site resolve to 127.0.0.1 (DNS rebinding):
/// then the browser counts the server as a part of that site, and CORS no longer protects it.
/// </summary>
/// <param name="urls">The addresses that the server listens on.</param>
internal sealed class LoopbackHost(string urls)
{
    private readonly bool _isLoopback = urls.Split(';').All(url => LocalHost.IsLocal(BindingAddress.Parse(url).Host));

    /// <summary>Returns the error message for a request whose host is not allowed, otherwise null.</summary>
    public string? FindProblem(HttpRequest request) => !_isLoopback || LocalHost.IsLocal(request.Host.Host)
        ? null
        : $"Host '{Excerpt.Of(request.Host.Value ?? "")}' is not allowed on a loopback address; allowed: {LocalHost.Allowed}";
}
