using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Configuration;
using ZipkinMesh.Proxy;

namespace ZipkinMesh.Bench.Micro;

/// <summary>
/// Measures the bytes allocated per request: by the proxy traced, not sampled and untraced, and by a YARP that only forwards, in turn
/// in this process. The difference to YARP alone is ours.
/// </summary>
internal static class Allocations
{
    private const int Requests = 20_000;
    private const int WarmUp = 5_000;

    private static readonly byte[] Body = [.. Enumerable.Repeat((byte)'x', 90)];

    private static readonly byte[] Response =
        [.. "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nServer: upstream\r\nContent-Length: 90\r\n\r\n"u8, .. Body];

    private static readonly byte[] Accepted = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"u8.ToArray();

    private static readonly byte[] Request = Encoding.ASCII.GetBytes(
        "GET /trace/1 HTTP/1.1\r\nHost: mesh.test\r\nUser-Agent: curl/7.68.0\r\nAccept: */*\r\n\r\n");

    public static async Task PrintAsync()
    {
        using var upstream = new BlockingServer(Response);
        using var collector = new BlockingServer(Accepted);
        var bare = await MeasureAsync(CreateYarp(upstream.Address));
        Console.WriteLine("| bytes allocated per request | all | ours |");
        Console.WriteLine("|---|---:|---:|");
        Console.WriteLine($"| YARP alone | {bare} | - |");
        foreach (var (name, settings) in new (string, string[])[]
        {
            ("untraced", []),
            ("not sampled", ["--Tracing:CollectorCluster", "zipkin", "--Tracing:RandomSampling", "0"]),
            ("traced", ["--Tracing:CollectorCluster", "zipkin"]),
        })
        {
            var all = await MeasureAsync(CreateProxy(upstream.Address, collector.Address, settings));
            Console.WriteLine($"| {name} | {all} | {all - bare} |");
        }
    }

    private static async Task<long> MeasureAsync(WebApplication app)
    {
        await using (app)
        {
            await app.StartAsync();
            var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            using var client = new BlockingClient(new Uri(address).Port, Request, Body.Length);
            client.Send(WarmUp);
            var before = GC.GetTotalAllocatedBytes(precise: true);
            client.Send(Requests);
            var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
            await app.StopAsync();
            return allocated / Requests;
        }
    }

    private static WebApplication CreateProxy(string upstream, string collector, string[] settings) => ProxyHost.Build(
    [
        "--ReverseProxy:Clusters:service1:Destinations:service1:Address", upstream,
        "--ReverseProxy:Clusters:zipkin:Destinations:zipkin:Address", collector,
        .. settings,
    ]);

    private static WebApplication CreateYarp(string upstream)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "upstream", Match = new() { Path = "/{**path}" } }],
            [new ClusterConfig { ClusterId = "upstream", Destinations = new Dictionary<string, DestinationConfig> { ["one"] = new() { Address = upstream } } }]);
        var app = builder.Build();
        app.MapReverseProxy();
        return app;
    }
}
