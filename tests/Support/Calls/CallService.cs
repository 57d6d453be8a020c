using System.Globalization;
using System.Text;
using Grpc.Core;

namespace ZipkinMesh.Tests.Support.Calls;

/// <summary>A gRPC service with a method of each kind. Messages are texts.</summary>
[BindServiceMethod(typeof(CallService), nameof(Bind))]
internal class CallService
{
    private const string Name = "mesh.test.Calls";

    private static readonly Marshaller<string> Text = Marshallers.Create(Encoding.UTF8.GetBytes, Encoding.UTF8.GetString);

    private readonly TaskCompletionSource _canceled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _echoing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets a task that completes when a call of <see cref="Echo"/> has begun.</summary>
    public Task Echoing => _echoing.Task;

    /// <summary>Gets a task that completes when a call of <c>wait</c> has begun.</summary>
    public Task Waiting => _waiting.Task;

    /// <summary>Gets a task that completes when a call of <c>wait</c> has been canceled.</summary>
    public Task Canceled => _canceled.Task;

    /// <summary>Gets the method that returns what it is sent; see <see cref="Unary"/>.</summary>
    public static Method<string, string> UnaryMethod { get; } = Create(MethodType.Unary, nameof(Unary));

    /// <summary>Gets the method that is sent texts, and returns them joined.</summary>
    public static Method<string, string> CollectMethod { get; } = Create(MethodType.ClientStreaming, nameof(Collect));

    /// <summary>Gets the method that is sent a number, and returns as many texts.</summary>
    public static Method<string, string> ListMethod { get; } = Create(MethodType.ServerStreaming, nameof(List));

    /// <summary>Gets the method that returns each text at once.</summary>
    public static Method<string, string> EchoMethod { get; } = Create(MethodType.DuplexStreaming, nameof(Echo));

    /// <summary>Gets a method that the server doesn't have.</summary>
    public static Method<string, string> MissingMethod { get; } = Create(MethodType.Unary, "Missing");

    public static void Bind(ServiceBinderBase binder, CallService? service)
    {
        binder.AddMethod(UnaryMethod, service is null ? null : service.Unary);
        binder.AddMethod(CollectMethod, service is null ? null : service.Collect);
        binder.AddMethod(ListMethod, service is null ? null : service.List);
        binder.AddMethod(EchoMethod, service is null ? null : service.Echo);
    }

    /// <summary>
    /// Returns the request, with its header x-in in the header x-out and the trailer x-trailer. <c>status 13 text</c> fails, and
    /// <c>wait</c> waits for its cancellation.
    /// </summary>
    public virtual async Task<string> Unary(string request, ServerCallContext context)
    {
        if (request == "wait")
        {
            _waiting.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.CancellationToken).ContinueWith(static _ => { }, TaskScheduler.Default);
            _canceled.TrySetResult();
            throw new RpcException(new Status(StatusCode.Cancelled, "canceled"));
        }

        if (request.StartsWith("status ", StringComparison.Ordinal))
        {
            var words = request.Split(' ', 3);
            var status = new Status((StatusCode)int.Parse(words[1], CultureInfo.InvariantCulture), words[2]);
            throw new RpcException(status, new Metadata { { "grpc-status-details-bin", [1, 2, 3] } });
        }

        var value = context.RequestHeaders.GetValue("x-in") ?? "";
        await context.WriteResponseHeadersAsync(new Metadata { { "x-out", value } });
        context.ResponseTrailers.Add("x-trailer", value);
        return request;
    }

    public virtual async Task<string> Collect(IAsyncStreamReader<string> requests, ServerCallContext context)
    {
        var all = new StringBuilder();
        while (await requests.MoveNext(context.CancellationToken))
        {
            all.Append(requests.Current);
        }

        return all.ToString();
    }

    public virtual async Task List(string request, IServerStreamWriter<string> responses, ServerCallContext context)
    {
        for (var i = 0; i < int.Parse(request, CultureInfo.InvariantCulture); i++)
        {
            await responses.WriteAsync($"{i}", context.CancellationToken);
        }
    }

    public virtual async Task Echo(IAsyncStreamReader<string> requests, IServerStreamWriter<string> responses, ServerCallContext context)
    {
        _echoing.TrySetResult();
        while (await requests.MoveNext(context.CancellationToken))
        {
            await responses.WriteAsync(requests.Current, context.CancellationToken);
        }
    }

    private static Method<string, string> Create(MethodType type, string name) => new(type, Name, name, Text, Text);
}
