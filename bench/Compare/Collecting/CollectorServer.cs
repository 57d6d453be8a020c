using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ZipkinMesh.Bench.Compare.Collecting;

/// <summary>
/// Replaces Zipkin at the lowest possible cost: counts the spans posted to each path, and returns the count.
/// <code>
/// POST /ours/api/v2/spans   [{"traceId":...},{"traceId":...}]   202
/// GET  /ours/api/v2/spans                                       200, 2
/// </code>
/// </summary>
internal static class CollectorServer
{
    /// <summary>The first word of the command line that runs it.</summary>
    public const string CommandName = "collector";

    private static readonly ConcurrentDictionary<string, StrongBox<long>> Counts = new();

    public static async Task RunAsync(int port, CancellationToken cancel)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        await using var server = builder.Build();
        server.Run(HandleAsync);
        await using var stop = cancel.Register(server.Lifetime.StopApplication);
        await server.RunAsync();
    }

    private static async Task HandleAsync(HttpContext context)
    {
        var count = Counts.GetOrAdd(context.Request.Path.Value!, _ => new StrongBox<long>());
        if (HttpMethods.IsPost(context.Request.Method))
        {
            Interlocked.Add(ref count.Value, await CountAsync(context.Request));
            context.Response.StatusCode = StatusCodes.Status202Accepted;
        }
        else
        {
            await context.Response.WriteAsync($"{Interlocked.Read(ref count.Value)}");
        }
    }

    // Each span contains one "traceId". No value in the spans of this bench contains the word.
    private static async Task<int> CountAsync(HttpRequest request)
    {
        // One byte larger than the body, so that the end is seen before the buffer is full.
        var buffer = ArrayPool<byte>.Shared.Rent((int)(request.ContentLength ?? 64 * 1024) + 1);
        var length = 0;
        for (int read; (read = await request.Body.ReadAsync(buffer.AsMemory(length))) > 0;)
        {
            length += read;
            if (length == buffer.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(2 * length);
                buffer.AsSpan().CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }
        }

        var count = buffer.AsSpan(0, length).Count("\"traceId\""u8);
        ArrayPool<byte>.Shared.Return(buffer);
        return count;
    }
}
