using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Grpc;
using ZipkinMesh.Proxy.Http;

namespace ZipkinMesh.Proxy.Streams;

/// <summary>
/// Holds what is known about one request and its response (Envoy's <c>StreamInfo</c>). It is a feature of the request. Each request
/// has one of its own, which a later request of the same connection reuses.
/// </summary>
internal sealed class StreamInfo : IDisposable
{
    private readonly List<UpstreamAttempt> _attempts = new(1);
    private UpstreamAttempt? _ending;
    private long _requestEnd;
    private long _end;

    public HttpContext Context { get; private set; } = null!;

    public ListenerInfo Listener { get; private set; } = ListenerInfo.Default;

    /// <summary>Gets the client's IP address.</summary>
    public string PeerAddress { get; private set; } = "";

    /// <summary>Gets a value indicating that the client is internal, by the trust settings of the listener.</summary>
    public bool IsInternal { get; private set; }

    /// <summary>Gets the route; null when no route of the listener matches.</summary>
    public RouteEntry? Route { get; private set; }

    /// <summary>
    /// Gets or sets a value indicating that the connection ends with the response: it has had as many requests as its listener allows, or the
    /// client asks for it by Proxy-Connection.
    /// </summary>
    public bool ClosesConnection { get; set; }

    /// <summary>Gets or sets the protocol that the request asks to change to; null for an ordinary request.</summary>
    public string? UpgradeType { get; set; }

    /// <summary>Gets the time at which the request began, as a <see cref="Stopwatch"/> timestamp.</summary>
    public long StartTimestamp { get; private set; }

    /// <summary>Gets the request headers, as they are forwarded.</summary>
    public RequestHeaders Headers { get; } = new();

    public RequestLifetime Lifetime { get; } = new();

    public StreamProgress Progress { get; } = new();

    public string RequestId { get; set; } = "";

    /// <summary>Gets the options of tracing, the route's or the listener's; null when requests aren't traced.</summary>
    public TracingSettings? Tracing { get; private set; }

    /// <summary>
    /// Gets or sets the span that is being recorded; null when the request isn't traced. Where <see cref="TracingSettings.Kept"/> selects
    /// requests, one that isn't sampled has a span, too, which is reported only if the request is selected.
    /// </summary>
    public Activity? Span { get; set; }

    /// <summary>Gets or sets the identity of the span, sampled or not; null when the request has no trace context.</summary>
    public SpanIdentity? SpanIdentity { get; set; }

    /// <summary>Gets or sets the client's trace id that this proxy replaced by a new one; null for none.</summary>
    public string? ReplacedTraceId { get; set; }

    /// <summary>
    /// Gets or sets the operation name that the response of an inbound request returns to the caller; null for none.
    /// </summary>
    public string? AnsweredOperation { get; set; }

    /// <summary>Gets or sets the number of body bytes received from the client, without chunk framing.</summary>
    public long BytesReceived { get; set; }

    /// <summary>Gets or sets the number of body bytes sent to the client, without chunk framing.</summary>
    public long BytesSent { get; set; }

    /// <summary>Gets or sets the response flags, those of <see cref="ResponseFlags"/>, separated by commas.</summary>
    public string Flag { get; set; } = ResponseFlags.None;

    /// <summary>Gets or sets Envoy's response code details; null for none. See <see cref="Streams.ResponseCodeDetails"/>.</summary>
    public string? ResponseCodeDetails { get; set; }

    /// <summary>Gets or sets the response that the proxy itself has made; null when the upstream's is used.</summary>
    public LocalReply? LocalReply { get; set; }

    /// <summary>Gets or sets the reason for which no connection could be opened, in Envoy's words; null for none.</summary>
    public string? UpstreamTransportFailureReason { get; set; }

    /// <summary>Gets or sets a value indicating that the request has been handed to the upstream's cluster, which may have no destination for it.</summary>
    public bool IsForwarded { get; set; }

    /// <summary>Gets or sets the reply to a request with a malformed chunk or trailer; null when the body is well-formed so far.</summary>
    public LocalReply? BodyRejection { get; set; }

    /// <summary>Gets or sets a value indicating that the client disconnected before a response began.</summary>
    public bool HasNoResponse { get; set; }

    /// <summary>Gets the status code of the response; 0 when there is none. Over HTTP/2, too, that of an upgrade is 101.</summary>
    public int StatusCode => HasNoResponse ? 0
        : IsForwarded && Lifetime.IsTunnel ? StatusCodes.Status101SwitchingProtocols
        : Context.Response.StatusCode;

    /// <summary>Gets a value indicating that the request has no response, or one whose HTTP or gRPC status says that the server failed.</summary>
    public bool HasFailed => StatusCode is 0 or (>= 500 and < 600) || Grpc.GrpcStatus.IsError(GrpcStatus);

    /// <summary>Gets a value indicating that the request is a gRPC call.</summary>
    public bool IsGrpc => GrpcContentType.IsGrpc(Context.Request.Headers.ContentType);

    /// <summary>Gets the gRPC status of the response, as sent; null for none.</summary>
    public string? GrpcStatus => FindGrpc(GrpcHeaders.Status);

    /// <summary>Gets the message that belongs to <see cref="GrpcStatus"/>, as sent; null for none.</summary>
    public string? GrpcMessage => FindGrpc(GrpcHeaders.Message);

    /// <summary>Gets the response flag of a client that didn't wait for the response: it reset the stream, or has disconnected.</summary>
    public string AbandonedFlag => Context.Features.Get<DownstreamConnection>() is { Codec: Codec.Http2, HasEnded: false }
        ? ResponseFlags.DownstreamRemoteReset
        : ResponseFlags.DownstreamDisconnect;

    /// <summary>Gets the attempts to forward the request, in their order.</summary>
    public IReadOnlyList<UpstreamAttempt> Attempts => _attempts;

    /// <summary>Gets the last attempt; null before the first. While the span of another one is ended, it is that one.</summary>
    public UpstreamAttempt? LastAttempt => _ending ?? (_attempts.Count == 0 ? null : _attempts[^1]);

    /// <summary>Gets or sets the time at which the head of the response was complete, if tracing needs it; otherwise 0.</summary>
    public long ResponseTimestamp { get; set; }

    /// <summary>Gets the time at which the request head had been received, in UTC.</summary>
    public DateTimeOffset StartTime => DateTimeOffset.UtcNow - Stopwatch.GetElapsedTime(StartTimestamp);

    /// <summary>Gets the time since the request head was received, until the end of the response.</summary>
    public TimeSpan Duration => Stopwatch.GetElapsedTime(StartTimestamp, EndTimestamp);

    /// <summary>Gets the time from the first attempt to the end of the response. There must be an attempt.</summary>
    public TimeSpan UpstreamDuration => Stopwatch.GetElapsedTime(_attempts[0].StartTimestamp, EndTimestamp);

    /// <summary>Gets a value indicating that the response has been sent to its end.</summary>
    public bool IsComplete => _end != 0 && !HasNoResponse && !(IsForwarded && Lifetime.IsResponseTruncated);

    /// <summary>Gets the time from the start to the end of the request body; null when it hasn't been received.</summary>
    public TimeSpan? RequestDuration => _requestEnd == 0 ? null : Stopwatch.GetElapsedTime(StartTimestamp, _requestEnd);

    /// <summary>Gets the time from the start to the head of the upstream's response; null without one.</summary>
    public TimeSpan? ResponseDuration =>
        LastAttempt is { ResponseTimestamp: > 0 } attempt ? Stopwatch.GetElapsedTime(StartTimestamp, attempt.ResponseTimestamp) : null;

    /// <summary>Gets the time from the first attempt to the head of the upstream's response; null without one.</summary>
    public TimeSpan? UpstreamServiceTime =>
        LastAttempt is { ResponseTimestamp: > 0 } attempt ? Stopwatch.GetElapsedTime(_attempts[0].StartTimestamp, attempt.ResponseTimestamp) : null;

    // The present time, until the response has ended.
    private long EndTimestamp => _end == 0 ? Stopwatch.GetTimestamp() : _end;

    /// <summary>Adds a response flag to those that are set.</summary>
    public void AddFlag(string flag) => Flag = Flag == ResponseFlags.None ? flag : $"{Flag},{flag}";

    /// <summary>Resets the state for a request.</summary>
    public void Begin(HttpContext context, ListenerInfo listener, string peerAddress, bool isInternal, RouteEntry? route)
    {
        StartTimestamp = Stopwatch.GetTimestamp();
        Progress.Reset();
        _requestEnd = 0;
        _end = 0;
        Context = context;
        Listener = listener;
        PeerAddress = peerAddress;
        IsInternal = isInternal;
        Route = route;
        UpgradeType = UpgradeRequest.Begin(context);
        Tracing = route?.Tracing ?? listener.Tracing;
        Headers.Read(context.Request.Headers, isInternal);
        ClosesConnection |= Headers.ClosesConnection;
        RequestId = "";
        Span = null;
        SpanIdentity = null;
        ReplacedTraceId = null;
        AnsweredOperation = null;
        BytesReceived = 0;
        BytesSent = 0;
        Flag = ResponseFlags.None;
        ResponseCodeDetails = null;
        LocalReply = null;
        UpstreamTransportFailureReason = null;
        IsForwarded = false;
        BodyRejection = null;
        HasNoResponse = false;
        ResponseTimestamp = 0;
        _attempts.Clear();
    }

    /// <summary>Notes that the whole request has been read, which starts the timeouts.</summary>
    public void CompleteRequest()
    {
        if (_requestEnd == 0)
        {
            _requestEnd = Stopwatch.GetTimestamp();
            Lifetime.CompleteRequest();
        }
    }

    /// <summary>Notes that the response has been written or has failed.</summary>
    public void End()
    {
        _end = Stopwatch.GetTimestamp();
        Lifetime.End();
    }

    /// <summary>Records that the request is being sent to a destination.</summary>
    public UpstreamAttempt BeginAttempt(string address)
    {
        var attempt = new UpstreamAttempt(address);
        _attempts.Add(attempt);
        return attempt;
    }

    /// <summary>Ends the span of each attempt, which is <see cref="LastAttempt"/> meanwhile.</summary>
    public void EndAttempts(Action<StreamInfo, UpstreamAttempt> end)
    {
        foreach (var attempt in _attempts)
        {
            _ending = attempt;
            end(this, attempt);
        }

        _ending = null;
    }

    public void Dispose() => Lifetime.Dispose();

    // A call that fails at once has its status in the headers. Responses over HTTP/1.1 have no trailers.
    private string? FindGrpc(string name)
    {
        if (LastAttempt?.FindTrailer(GrpcHeaders.Status) is not null)
        {
            return LastAttempt.FindTrailer(name);
        }

        var mayHaveStatus = !HasNoResponse && (LastAttempt is { IsHttp2: true } || IsGrpc);
        return mayHaveStatus && Context.Response.Headers[name] is { Count: > 0 } values ? values[0] : null;
    }
}
