using Grpc.Core;
using Grpc.Net.Client;

namespace ZipkinMesh.Tests.Support.Calls;

/// <summary>Calls <see cref="CallService"/> with the gRPC client of .NET.</summary>
internal sealed class CallClient(int port) : IDisposable
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(
        $"http://127.0.0.1:{port}", new GrpcChannelOptions { MaxReceiveMessageSize = null, MaxSendMessageSize = null });

    private CallInvoker Invoker => _channel.CreateCallInvoker();

    public AsyncUnaryCall<string> Unary(string request, CallOptions options = default) => Invoker.AsyncUnaryCall(CallService.UnaryMethod, null, options, request);

    public AsyncUnaryCall<string> Missing() => Invoker.AsyncUnaryCall(CallService.MissingMethod, null, default, "");

    public AsyncClientStreamingCall<string, string> Collect() => Invoker.AsyncClientStreamingCall(CallService.CollectMethod, null, default);

    public AsyncServerStreamingCall<string> List(int count) => Invoker.AsyncServerStreamingCall(CallService.ListMethod, null, default, $"{count}");

    public AsyncDuplexStreamingCall<string, string> Echo(CallOptions options = default) => Invoker.AsyncDuplexStreamingCall(CallService.EchoMethod, null, options);

    /// <summary>Makes a call that fails.</summary>
    public async Task<RpcException> FailAsync(string request, CallOptions options = default) =>
        await Assert.ThrowsAsync<RpcException>(async () => await Unary(request, options));

    public void Dispose() => _channel.Dispose();
}
