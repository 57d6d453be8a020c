using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ZipkinMesh.Tests.Support;

/// <summary>Stands in for the egress listener of a sidecar, and records the requests it receives.</summary>
internal sealed class FakeEgress : IAsyncDisposable
{
    private readonly WebApplication _server;

    private FakeEgress(WebApplication server) => _server = server;

    public Uri Address => new(_server.Urls.Single());

    public ConcurrentQueue<(string Line, Dictionary<string, string[]> Headers)> Requests { get; } = new();

    public static async Task<FakeEgress> StartAsync(RequestDelegate? respond = null)
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
            await (respond?.Invoke(context) ?? Task.CompletedTask);
        });
        await egress._server.StartAsync();
        return egress;
    }

    public async ValueTask DisposeAsync()
    {
        // A canceled token aborts requests in flight instead of waiting for them.
        await _server.StopAsync(new CancellationToken(canceled: true));
        await _server.DisposeAsync();
    }
}
