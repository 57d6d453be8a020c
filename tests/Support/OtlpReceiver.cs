using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Threading.Channels;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ZipkinMesh.Tests.Support;

/// <summary>
/// Accepts spans by OTLP, as an OpenTelemetry collector does: over gRPC and over HTTP, each on a port of its own. It returns each accepted
/// span to the test once, and can refuse exports or hold them.
/// </summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly Channel<OtlpSpan> _spans = Channel.CreateUnbounded<OtlpSpan>();
    private readonly Channel<OtlpRequest> _requests = Channel.CreateUnbounded<OtlpRequest>();
    private readonly WebApplication _app;

    private OtlpReceiver(int grpcPort, int httpPort)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, grpcPort, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, httpPort, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        _app = builder.Build();
        _app.MapGrpcService<OtlpGrpcService>();
        _app.MapPost("/v1/traces", (RequestDelegate)ReceiveAsync);
    }

    /// <summary>Gets the URL for gRPC.</summary>
    public string GrpcAddress => AddressOf(0);

    /// <summary>Gets the URL for HTTP, without the path of spans.</summary>
    public string HttpAddress => AddressOf(1);

    /// <summary>Gets or sets a task that every response waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Gets or sets a value indicating that exports are refused, with 503 or <c>UNAVAILABLE</c>.</summary>
    public bool Refuses { get; set; }

    /// <summary>Starts a receiver.</summary>
    /// <param name="grpcPort">The port of gRPC; 0 for any free port.</param>
    /// <param name="httpPort">The port of HTTP; 0 for any free port.</param>
    public static async Task<OtlpReceiver> StartAsync(int grpcPort = 0, int httpPort = 0)
    {
        var receiver = new OtlpReceiver(grpcPort, httpPort);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Returns the URL for a protocol.</summary>
    /// <param name="protocol">The protocol, as <c>OTEL_EXPORTER_OTLP_PROTOCOL</c> names it.</param>
    public string AddressFor(string protocol) => protocol == "grpc" ? GrpcAddress : HttpAddress;

    /// <summary>Returns the next accepted span, and waits until there is one.</summary>
    public Task<OtlpSpan> TakeAsync() => TakeAsync(_spans, "No span arrived.");

    /// <summary>Returns the next request as received, whether it was accepted or not.</summary>
    public Task<OtlpRequest> TakeRequestAsync() => TakeAsync(_requests, "No export arrived.");

    /// <summary>Returns the accepted spans that the test has not taken yet.</summary>
    public IReadOnlyList<OtlpSpan> TakeRemaining()
    {
        var spans = new List<OtlpSpan>();
        while (_spans.Reader.TryRead(out var span))
        {
            spans.Add(span);
        }

        return spans;
    }

    /// <summary>Takes a request of either transport.</summary>
    /// <returns>False when it is refused.</returns>
    public async Task<bool> ReceiveAsync(IHeaderDictionary headers, byte[] message, CancellationToken cancel)
    {
        var spans = OtlpMessage.ReadSpans(message);
        _requests.Writer.TryWrite(new OtlpRequest(headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => $"{header.Value}"), spans));
        await Gate.WaitAsync(cancel);
        if (!Refuses)
        {
            spans.ForEach(span => _spans.Writer.TryWrite(span));
        }

        return !Refuses;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<T> TakeAsync<T>(Channel<T> channel, string problem)
    {
        using var timeout = new CancellationTokenSource(Lines.Bound);
        try
        {
            return await channel.Reader.ReadAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException(problem);
        }
    }

    private string AddressOf(int listener) =>
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ElementAt(listener);

    private async Task ReceiveAsync(HttpContext context)
    {
        Stream body = context.Request.Headers.ContentEncoding == "gzip" ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
        using var message = new MemoryStream();
        await body.CopyToAsync(message, context.RequestAborted);
        if (context.Request.ContentType != "application/x-protobuf")
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        }
        else if (!await ReceiveAsync(context.Request.Headers, message.ToArray(), context.RequestAborted))
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        else
        {
            context.Response.ContentType = "application/x-protobuf";
        }
    }
}
