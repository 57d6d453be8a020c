using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Compression;

namespace ZipkinMesh.Tests.Zipkin;

/// <summary>Tests OTLP over gRPC with the client of grpc-dotnet.</summary>
public sealed class OtlpGrpcTests : IAsyncLifetime
{
    private const string Service = "opentelemetry.proto.collector.trace.v1.TraceService";

    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(message => message, message => message);

    private RunningZipkin _zipkin = null!;
    private GrpcChannel _channel = null!;

    private static byte[] Span => new ProtoMessage()
        .Bytes(1, Convert.FromHexString(OtlpJson.TraceId)).Bytes(2, Convert.FromHexString("eee19b7ec3c1b174")).Text(5, "GET").ToArray();

    public async ValueTask InitializeAsync()
    {
        _zipkin = await RunningZipkin.StartAsync("COLLECTOR_OTLP_GRPC_PORT=0");
        _channel = GrpcChannel.ForAddress(_zipkin.Urls[1], new GrpcChannelOptions { CompressionProviders = [new GzipCompressionProvider(default), new Deflate()] });
    }

    public ValueTask DisposeAsync()
    {
        _channel.Dispose();
        return _zipkin.DisposeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task Export_Spans_AreStored(string? encoding)
    {
        Assert.Empty(await ExportAsync(Message(Span), encoding));
        Assert.Equal(
            $$$"""[{"traceId":"{{{OtlpJson.TraceId}}}","id":"eee19b7ec3c1b174","name":"get","localEndpoint":{"serviceName":"unknown_service"}}]""",
            await _zipkin.OkAsync($"/api/v2/trace/{OtlpJson.TraceId}"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task Export_Nothing_IsAccepted(string? encoding) => Assert.Empty(await ExportAsync([], encoding));

    [Fact]
    public async Task Export_OneInvalidSpan_IsRejectedAlone()
    {
        var response = new ProtoReader(await ExportAsync(Message(Span, [])));

        Assert.True(response.Read());
        var partialSuccess = new ProtoReader(response.Bytes);
        Assert.True(partialSuccess.Read());
        Assert.Equal((1, 1UL), (partialSuccess.Field, partialSuccess.Number));
        Assert.True(partialSuccess.Read());
        Assert.Equal((2, "traceId must be 16 bytes (32 hex digits in JSON), not all zeros"), (partialSuccess.Field, partialSuccess.Text));
    }

    [Fact]
    public async Task Export_InvalidMessage_IsInvalidArgument() =>
        await AssertFailsAsync(StatusCode.InvalidArgument, "Truncated: length 5 > bytes available 0", () => ExportAsync([0x0a, 5]));

    [Fact]
    public async Task Export_LargerThanAllowed_IsResourceExhausted() => await AssertFailsAsync(
        StatusCode.ResourceExhausted, "decompressed spans are larger than 16777216 bytes", () => ExportAsync(new byte[(16 * 1024 * 1024) + 1], "gzip"));

    [Fact]
    public async Task Export_UnknownEncoding_IsUnimplemented() => await AssertFailsAsync(
        StatusCode.Unimplemented, "grpc-encoding deflate is not supported; supported: identity,gzip", () => ExportAsync([], "deflate"));

    [Fact]
    public async Task Call_OtherService_IsUnimplemented() => await AssertFailsAsync(
        StatusCode.Unimplemented,
        $"/other.Service/Export is not implemented; implemented: /{Service}/Export",
        () => ExportAsync([], service: "other.Service"));

    private static async Task AssertFailsAsync(StatusCode code, string problem, Func<Task> call)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(call);

        Assert.Equal((code, problem), (failure.StatusCode, failure.Status.Detail));
    }

    private static byte[] Message(params byte[][] spans)
    {
        var scope = spans.Aggregate(new ProtoMessage(), (list, span) => list.Bytes(2, span));
        return new ProtoMessage().Bytes(1, new ProtoMessage().Bytes(2, scope.ToArray()).ToArray()).ToArray();
    }

    private async Task<byte[]> ExportAsync(byte[] message, string? encoding = null, string service = Service)
    {
        var method = new Method<byte[], byte[]>(MethodType.Unary, service, "Export", Bytes, Bytes);
        var headers = encoding is null ? [] : new Metadata { { "grpc-internal-encoding-request", encoding } };
        return await _channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(headers), message);
    }

    private sealed class Deflate : ICompressionProvider
    {
        public string EncodingName => "deflate";

        public Stream CreateCompressionStream(Stream stream, System.IO.Compression.CompressionLevel? compressionLevel) =>
            new System.IO.Compression.ZLibStream(stream, compressionLevel ?? default, leaveOpen: true);

        public Stream CreateDecompressionStream(Stream stream) => throw new NotSupportedException();
    }
}
