using System.Net.Http;
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
        ForwarderError.RequestBodyClient or ForwarderError.ResponseBodyClient => null,
        ForwarderError.RequestTimedOut => IsConnectTimeout(failure.Exception) ? LocalReply.ConnectionTimeout : LocalReply.Timeout,
        ForwarderError.ResponseHeaders => LocalReply.ProtocolError,
        _ => ReplyTo(failure.Exception),
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
        : ChainOf(failure.Exception).OfType<UpstreamTlsException>().FirstOrDefault() is { } handshake ? handshake.Reason
        : ChainOf(failure.Exception).OfType<SocketException>().FirstOrDefault() is { } error
            ? $"delayed_connect_error:_{Marshal.GetPInvokeErrorMessage(error.NativeErrorCode).Replace(' ', '_')}"
        : null;

    /// <summary>Returns the flag of a response that was truncated.</summary>
    public static string FlagOf(IForwarderErrorFeature failure, bool timedOut) => failure.Error switch
    {
        ForwarderError.None => ResponseFlags.None,
        _ when timedOut => ResponseFlags.UpstreamTimeout,
        ForwarderError.ResponseBodyDestination => HasSocketError(failure.Exception)
            ? ResponseFlags.UpstreamConnectionTermination
            : ResponseFlags.UpstreamProtocolError,
        ForwarderError.RequestBodyDestination => ResponseFlags.UpstreamConnectionTermination,
        _ => ResponseFlags.DownstreamDisconnect,
    };

    /// <summary>Returns true when the connection couldn't be opened: nothing of the request has been sent.</summary>
    public static bool IsConnectFailure(HttpContext context) => context.Features.Get<IForwarderErrorFeature>() is { } failure
        && (failure.Error == ForwarderError.RequestTimedOut ? IsConnectTimeout(failure.Exception)
            : failure.Error == ForwarderError.Request && IsConnectError(ErrorOf(failure.Exception)));

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

    /// <summary>Returns true when the upstream refused the stream of an HTTP/2 connection, without having processed the request.</summary>
    public static bool IsRefusedStream(IForwarderErrorFeature failure)
    {
        const long RefusedStream = 7;
        return ChainOf(failure.Exception).Any(exception => exception is HttpProtocolException { ErrorCode: RefusedStream });
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

    private static LocalReply ReplyTo(Exception? exception) => ErrorOf(exception) switch
    {
        var error when IsConnectError(error) => LocalReply.ConnectionFailure,
        HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.HttpProtocolError =>
            LocalReply.ProtocolError,
        _ => LocalReply.ConnectionTermination,
    };

    private static HttpRequestError? ErrorOf(Exception? exception) => ChainOf(exception).OfType<HttpRequestException>()
        .FirstOrDefault(request => request.HttpRequestError != HttpRequestError.Unknown)?.HttpRequestError;

    private static bool IsConnectError(HttpRequestError? error) =>
        error is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;

    private static bool IsConnectTimeout(Exception? exception) => exception?.InnerException is TimeoutException;

    private static bool HasSocketError(Exception? exception) => ChainOf(exception).Any(inner => inner is SocketException);

    // An exception and those that caused it.
    private static IEnumerable<Exception> ChainOf(Exception? exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            yield return inner;
        }
    }
}
