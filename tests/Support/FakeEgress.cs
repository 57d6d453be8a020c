using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ZipkinMesh.Tests.Support;

/// <summary>Takes the app's call as the sidecar's egress would, and keeps what came.</summary>
internal sealed class FakeEgress : IAsyncDisposable
{
    private readonly WebApplication _server;

    private FakeEgress(WebApplication server) => _server = server;

    public Uri Address => new(_server.Urls.Single());

    public ConcurrentQueue<(string Line, Dictionary<string, string[]> Headers)> Requests { get; } = new();

    public static async Task<FakeEgress> StartAsync(RequestDelegate? answer = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
        });
        var egress = new FakeEgress(builder.Build());
        egress._server.Run(async context =>
        {
            var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.Select(v => v!).ToArray(), StringComparer.OrdinalIgnoreCase);
            egress.Requests.Enqueue(($"{context.Request.Method} {context.Request.Path}", headers));
            await (answer?.Invoke(context) ?? Task.CompletedTask);
        });
        await egress._server.StartAsync();
        return egress;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _server.StopAsync(now.Token);
        await _server.DisposeAsync();
    }
}
