using System.Net.Http;
using System.Net.Sockets;
using Yarp.ReverseProxy.Forwarder;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Upstreams.Streaming;
using ZipkinMesh.Proxy.Upstreams.Tls;

namespace ZipkinMesh.Proxy.Upstreams.Failures;

/// <summary>Finds out from an exception of the HTTP client why there is no response, or only a part of one.</summary>
internal static class ResetReason
{
    /// <summary>Returns the reply to a request that has no response.</summary>
    public static LocalReply ReplyTo(Exception? exception) => ErrorOf(exception) switch
    {
        _ when IsOverflow(exception) => LocalReply.Overflow,
        var error when IsConnectError(error) => LocalReply.ConnectionFailure,
        _ when IsRefusedStream(exception) => LocalReply.RemoteRefusedStream,
        _ when CodeOf(exception) is { } code => IsProtocolError(code) ? LocalReply.ProtocolError : LocalReply.RemoteReset,
        HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded => LocalReply.ProtocolError,
        _ => LocalReply.ConnectionTermination,
    };

    /// <summary>Returns the flag of a response that was truncated by the upstream.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="isHttp2">True when the response came over HTTP/2, where no response ends with its connection.</param>
    public static string FlagOfTruncated(Exception? exception, bool isHttp2)
    {
        if (CodeOf(exception) is { } code)
        {
            return IsProtocolError(code) ? ResponseFlags.UpstreamProtocolError : ResponseFlags.UpstreamRemoteReset;
        }

        return isHttp2 || ChainOf(exception).Any(inner => inner is SocketException)
            ? ResponseFlags.UpstreamConnectionTermination
            : ResponseFlags.UpstreamProtocolError;
    }

    /// <summary>Returns true when the connection couldn't be opened.</summary>
    public static bool IsConnectError(Exception? exception) => IsConnectError(ErrorOf(exception)) && !IsOverflow(exception);

    /// <summary>Returns true when the cluster had too many connections to open another one.</summary>
    public static bool IsOverflow(Exception? exception) => ChainOf(exception).Any(static inner => inner is ConnectionOverflowException);

    /// <summary>
    /// Returns true when the upstream hasn't processed the request: it refused its stream, or closed the connection with a GOAWAY that
    /// doesn't include it. <see cref="SocketsHttpHandler"/> gives such a failure a message of its own, and others that of the cause.
    /// </summary>
    public static bool IsRefusedStream(Exception? exception) => ChainOf(exception).Any(
        inner => inner is HttpProtocolException { ErrorCode: ProtocolErrors.RefusedStream }
            || (inner is HttpRequestException { InnerException: HttpProtocolException cause } && inner.Message != cause.Message));

    /// <summary>Returns an exception and those that caused it.</summary>
    public static IEnumerable<Exception> ChainOf(Exception? exception) => exception switch
    {
        null => [],
        AggregateException several => several.InnerExceptions.SelectMany(ChainOf),
        _ => ChainOf(exception.InnerException).Prepend(exception),
    };

    /// <summary>
    /// Returns the exception that made a request fail; null when the client did. When the request body is being sent, YARP tells what
    /// happened to it first, which is often that the HTTP client has stopped reading it.
    /// </summary>
    public static Exception? CauseOf(IForwarderErrorFeature failure) => (failure.Error, failure.Exception) switch
    {
        (ForwarderError.RequestBodyClient, AggregateException { InnerExceptions: [OperationCanceledException, not OperationCanceledException and var cause] }) => cause,
        (ForwarderError.RequestBodyClient or ForwarderError.ResponseBodyClient, _) => null,
        var (_, exception) => exception,
    };

    private static long? CodeOf(Exception? exception) => ChainOf(exception).OfType<HttpProtocolException>().FirstOrDefault()?.ErrorCode;

    // The upstream has found an error, or SocketsHttpHandler has: then the code says which.
    private static bool IsProtocolError(long code) => code
        is ProtocolErrors.ProtocolError or ProtocolErrors.FlowControlError or ProtocolErrors.FrameSizeError or ProtocolErrors.CompressionError;

    private static HttpRequestError? ErrorOf(Exception? exception) => ChainOf(exception).OfType<HttpRequestException>()
        .FirstOrDefault(request => request.HttpRequestError != HttpRequestError.Unknown)?.HttpRequestError;

    private static bool IsConnectError(HttpRequestError? error) =>
        error is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;
}
