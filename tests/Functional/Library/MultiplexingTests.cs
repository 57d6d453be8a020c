using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Tests.Library;

/// <summary>Tests that requests which run at the same time on one HTTP/2 connection don't share their state.</summary>
public sealed class MultiplexingTests
{
    private const int Requests = 40;

    [Fact]
    public async Task Connection_ManyRequestsAtOnce_EachHasItsOwnState()
    {
        await using var app = await LibraryApp.StartAsync(listen: endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http2;
            endpoint.Use(next => async connection =>
            {
                var listener = new ListenerInfo(ListenerInfo.Default.Name, TrafficDirection.Outbound) { Tracing = TracingSettingsFactory.Create("Tracing", new TracingOptions()) };
                using var downstream = new DownstreamConnection(listener, IPAddress.Loopback);
                connection.Features.Set(downstream);
                await next(connection);
            });
        });
        var all = new TaskCompletionSource();
        var arrived = 0;
        app.Upstream.Handler = async (request, connection, cancel) =>
        {
            // Holds every request until all are under way.
            if (Interlocked.Increment(ref arrived) == Requests)
            {
                all.SetResult();
            }

            await all.Task.WaitAsync(cancel);
            await RawServer.Text($"{request["n"]} {request["x-request-id"]} {request["x-b3-traceid"]}")(request, connection, cancel);
        };
        using var handler = new SocketsHttpHandler { ActivityHeadersPropagator = null };
        using var client = new HttpClient(handler) { BaseAddress = app.Address };

        var bodies = await Task.WhenAll(Enumerable.Range(0, Requests).Select(n => SendAsync(client, n)));

        var ids = new HashSet<string>();
        for (var n = 0; n < Requests; n++)
        {
            var parts = bodies[n].Split(' ');
            Assert.Equal($"{n}", parts[0]);
            Assert.True(ids.Add(parts[1]) && ids.Add(parts[2]), $"request {n} shares an id: {bodies[n]}");
            var span = await app.Collector.TakeAsync();
            Assert.Equal("200", span.Tags["http.status_code"]);
            Assert.Equal("HTTP/2", span.Tags["http.protocol"]);
        }
    }

    private static async Task<string> SendAsync(HttpClient client, int n)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/x")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Add("n", $"{n}");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
