using System.Net;
using ZipkinMesh.Tests.Proxy;

namespace ZipkinMesh.Tests.Admin;

/// <summary>The base class of tests of the admin interface, over real sockets.</summary>
public abstract class AdminTests : ProxyTests
{
    private static readonly HttpClient Client = new();

    /// <summary>Starts a front proxy with an admin interface on any free port.</summary>
    private protected Task<ProxyEnvironment> StartAsync(params (string Key, string Value)[] settings)
    {
        var setup = new ProxySetup(ProxyRole.Front).With("Admin:Port", "0");
        foreach (var (key, value) in settings)
        {
            setup.With(key, value);
        }

        return StartAsync(setup);
    }

    private protected static async Task<(HttpStatusCode Status, string Body)> GetAsync(ProxyEnvironment proxy, string target)
    {
        using var response = await SendAsync(proxy, HttpMethod.Get, target);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private protected static async Task<(HttpStatusCode Status, string Body)> PostAsync(ProxyEnvironment proxy, string target)
    {
        using var response = await SendAsync(proxy, HttpMethod.Post, target);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private protected static Task<HttpResponseMessage> SendAsync(
        ProxyEnvironment proxy, HttpMethod method, string target, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, new Uri(proxy.AdminAddress!, target));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
