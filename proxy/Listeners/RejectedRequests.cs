using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>
/// Counts the requests that Kestrel itself rejects while it reads their heads: they never reach the pipeline. Kestrel reports them to a
/// <see cref="DiagnosticSource"/>, and asks it for nothing else.
/// </summary>
internal sealed class RejectedRequests : DiagnosticSource
{
    private const string BadRequest = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    public override bool IsEnabled(string name) => name == BadRequest;

    [RequiresUnreferencedCode("The base class requires it: others may read any property of the value.")]
    public override void Write(string name, object? value)
    {
        // A request that has a StreamInfo is counted at its end; Kestrel has rejected the rest of its body.
        if (value is IFeatureCollection features && features.Get<StreamInfo>() is null
            && features.Get<DownstreamConnection>() is { } connection
            && features.Get<IBadRequestExceptionFeature>()?.Error is BadHttpRequestException rejection)
        {
            Count(connection.Listener, rejection.StatusCode);
        }
    }

    private static void Count(ListenerInfo listener, int status)
    {
        var counters = listener.Counters;
        counters.Requests.Increment();
        counters.Responses.Increment(status);
        counters.ReceivedResets.Increment();
        counters.NotTraceable.Increment();
        (status == StatusCodes.Status408RequestTimeout ? counters.HeaderTimeouts : counters.ProtocolErrors).Increment();
        counters.RequestsEnded.Increment();
    }
}
