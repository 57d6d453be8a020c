using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ZipkinMesh.Zipkin;

namespace ZipkinMesh.Tests.Support;

/// <summary>Runs the embedded Zipkin in the test's process on a free port, with a client that doesn't follow redirects.</summary>
internal sealed class RunningZipkin : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningZipkin(WebApplication app)
    {
        _app = app;
        Client = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    /// <summary>Gets the URLs that the server listens on: of Zipkin, and of the ports for OTLP that are set.</summary>
    public IReadOnlyList<string> Urls => [.. _app.Urls];

    /// <summary>Returns a service of the server.</summary>
    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <param name="settings">Settings such as <c>STRICT_TRACE_ID=false</c>.</param>
    public static async Task<RunningZipkin> StartAsync(params string[] settings)
    {
        var app = ZipkinServer.Build(["--urls", "http://127.0.0.1:0", .. settings]);
        await ZipkinServer.StartAsync(app);
        return new(app);
    }

    public async Task<(int Status, string Body)> PostAsync(string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        return await PostAsync(content);
    }

    public async Task<(int Status, string Body)> PostAsync(HttpContent content, string path = "/api/v2/spans")
    {
        using var response = await Client.PostAsync(path, content, Cancel);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Cancel));
    }

    /// <summary>Posts an OTLP message in JSON.</summary>
    public async Task<(int Status, string Body)> PostOtlpAsync(string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        return await PostAsync(content, "/v1/traces");
    }

    /// <summary>Stores spans; fails the test when they are rejected.</summary>
    public async Task GivenAsync(string json) => Assert.Equal((202, ""), await PostAsync(json));

    public async Task<(int Status, string Body)> GetAsync(string path)
    {
        using var response = await Client.GetAsync(path, Cancel);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Cancel));
    }

    /// <summary>Returns the body of a response with status 200; fails the test on any other status.</summary>
    public async Task<string> OkAsync(string path)
    {
        var (status, body) = await GetAsync(path);
        Assert.Equal((int)HttpStatusCode.OK, status);
        return body;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
