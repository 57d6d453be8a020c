using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Upstreams.Tls;

namespace ZipkinMesh.Proxy.Upstreams.Failures;

/// <summary>Translates the errors of YARP's forwarder to Envoy's local replies and response flags.</summary>
internal static class UpstreamFailure
{
    /// <summary>Returns the reply for a failure before a response has begun; null when the client has disconnected.</summary>
    public static LocalReply? ReplyTo(IForwarderErrorFeature failure, bool timedOut) => failure.Error switch
    {
        _ when failure is LocalFailure { Reply: { } reply } => reply,
        ForwarderError.NoAvailableDestinations => LocalReply.NoHealthyUpstream,
        ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.ResponseBodyCanceled =>
            timedOut ? LocalReply.Timeout : null,
        ForwarderError.RequestBodyClient or ForwarderError.ResponseBodyClient when ResetReason.CauseOf(failure) is null => null,
        ForwarderError.RequestTimedOut => IsConnectTimeout(failure.Exception) ? LocalReply.ConnectionTimeout : LocalReply.Timeout,
        ForwarderError.ResponseHeaders => LocalReply.ProtocolError,
        _ => ResetReason.ReplyTo(ResetReason.CauseOf(failure)),
    };

    /// <summary>Returns the reply for a failure of a request; null when the client has disconnected.</summary>
    public static LocalReply? ReplyTo(IForwarderErrorFeature failure, RequestLifetime lifetime)
    {
        var reply = ReplyTo(failure, lifetime.HasTimedOut);
        return reply == LocalReply.Timeout && lifetime.HasTryTimedOut ? LocalReply.PerTryTimeout : reply;
    }

    /// <summary>Returns Envoy's text for the error with which opening a connection failed; null for a failure of another kind.</summary>
    public static string? TransportFailureOf(IForwarderErrorFeature failure, LocalReply reply) =>
        reply.Flag != ResponseFlags.UpstreamConnectionFailure ? null
        : ResetReason.ChainOf(failure.Exception).OfType<UpstreamTlsException>().FirstOrDefault() is { } handshake ? handshake.Reason
        : ResetReason.ChainOf(failure.Exception).OfType<SocketException>().FirstOrDefault() is { } error
            ? $"delayed_connect_error:_{Marshal.GetPInvokeErrorMessage(error.NativeErrorCode).Replace(' ', '_')}"
        : null;

    /// <summary>Returns the flag of a response that was truncated.</summary>
    public static string FlagOf(IForwarderErrorFeature failure, StreamInfo stream) => failure.Error switch
    {
        ForwarderError.None => ResponseFlags.None,
        _ when stream.Lifetime.HasTimedOut => ResponseFlags.UpstreamTimeout,
        ForwarderError.ResponseBodyDestination or ForwarderError.RequestBodyClient or ForwarderError.RequestBodyDestination
            when ResetReason.CauseOf(failure) is { } cause => ResetReason.FlagOfTruncated(cause, stream.LastAttempt is { IsHttp2: true }),
        _ => stream.AbandonedFlag,
    };

    /// <summary>Returns true when the connection couldn't be opened: nothing of the request has been sent.</summary>
    public static bool IsConnectFailure(HttpContext context) => context.Features.Get<IForwarderErrorFeature>() is { } failure
        && (failure.Error == ForwarderError.RequestTimedOut ? IsConnectTimeout(failure.Exception)
            : failure.Error == ForwarderError.Request && ResetReason.IsConnectError(failure.Exception));

    /// <summary>
    /// Returns true when a try ended without a response, for a reason other than the client, the route's timeout or a limit: the
    /// connection couldn't be opened or has ended, the response was invalid, or the try took too long.
    /// </summary>
    public static bool IsReset(HttpContext context, IForwarderErrorFeature failure)
    {
        var stream = context.Features.Get<StreamInfo>()!;
        var lifetime = stream.Lifetime;
        return failure is not LocalFailure && !context.Response.HasStarted && !lifetime.IsResponseTruncated
            && stream.LastAttempt is { StatusCode: 0 }
            && (lifetime.HasTryTimedOut || ReplyTo(failure, lifetime.HasTimedOut) is { IsReset: true });
    }

    /// <summary>Records the failure of a try that is not the last one.</summary>
    public static void MarkAttempt(HttpContext context, IForwarderErrorFeature failure)
    {
        var stream = context.Features.Get<StreamInfo>()!;
        if (stream.LastAttempt is { } attempt && ReplyTo(failure, stream.Lifetime) is { } reply)
        {
            attempt.Failure = reply;
        }
    }

    /// <summary>Lets the reply to a failure say that the request was retried, in Envoy's words.</summary>
    public static void DescribeRetries(HttpContext context)
    {
        var lifetime = context.Features.Get<StreamInfo>()!.Lifetime;
        if (context.Features.Get<IForwarderErrorFeature>() is { } failure && !lifetime.IsResponseTruncated
            && ReplyTo(failure, lifetime) is { } reply)
        {
            context.Features.Set<IForwarderErrorFeature>(new LocalFailure(failure.Error, reply.AfterRetries(), failure.Exception));
        }
    }

    private static bool IsConnectTimeout(Exception? exception) => exception?.InnerException is TimeoutException;
}
