using System.Diagnostics;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.RecentRequests;

/// <summary>
/// Holds a request until a later one takes its slot. Texts that belong to the request are copied: references would keep its objects alive
/// through several garbage collections, each of which would move them.
/// </summary>
internal sealed class RequestSlot
{
    /// <summary>The number of characters that are kept of a path.</summary>
    public const int MaxPathLength = 256;

    private const int MaxHostLength = 128;
    private const int MaxRequestIdLength = 64;
    private const int MaxTraceIdLength = 32;
    private const int MaxSpanIdLength = 16;

    private readonly char[] _path = new char[MaxPathLength];
    private readonly char[] _host = new char[MaxHostLength];
    private readonly char[] _requestId = new char[MaxRequestIdLength];
    private readonly char[] _traceId = new char[MaxTraceIdLength];
    private readonly char[] _spanId = new char[MaxSpanIdLength];

    private RecentAttempt[] _attempts = new RecentAttempt[1];
    private int _attemptCount;
    private int _pathLength;
    private int _hostLength;
    private int _requestIdLength;
    private int _traceIdLength;
    private int _spanIdLength;
    private long _start;
    private TimeSpan _duration;
    private TimeSpan? _upstreamServiceTime;
    private string _listener = "";
    private string _method = "";
    private string _flag = ResponseFlags.None;
    private string? _details;
    private string? _cluster;
    private int _statusCode;
    private bool _isSampled;

    /// <summary>Gets the number of the request, counted from 1; 0 when the slot is free.</summary>
    public long Number { get; private set; }

    /// <summary>Copies a request into the slot.</summary>
    public void Set(long number, StreamInfo stream)
    {
        Number = number;
        var context = stream.Context;
        _start = stream.StartTimestamp;
        _duration = stream.Duration;
        _upstreamServiceTime = stream.UpstreamServiceTime;
        _listener = stream.Listener.Name;
        _method = context.Request.Method;
        _statusCode = stream.StatusCode;
        _flag = stream.Flag;
        _details = stream.ResponseCodeDetails;
        _cluster = stream.IsForwarded ? stream.Route!.Cluster : null;
        _isSampled = stream.SpanIdentity is { IsSampled: true };
        _hostLength = Copy(RequestTarget.HostOf(context), _host);
        _pathLength = Copy(RequestTarget.PathOf(context), _path);
        _requestIdLength = Copy(stream.RequestId, _requestId);
        _traceIdLength = Copy(stream.SpanIdentity?.TraceId ?? "", _traceId);
        _spanIdLength = Copy(stream.SpanIdentity?.SpanId ?? "", _spanId);
        SetAttempts(stream.Attempts);
    }

    /// <summary>Returns the request.</summary>
    public RecentRequest Read() => new()
    {
        StartTime = DateTimeOffset.UtcNow - Stopwatch.GetElapsedTime(_start),
        Duration = _duration,
        Listener = _listener,
        Method = _method,
        Host = TextOf(_host, _hostLength),
        Path = TextOf(_path, _pathLength),
        StatusCode = _statusCode,
        Flag = _flag,
        Details = _details,
        Cluster = _cluster,
        UpstreamServiceTime = _upstreamServiceTime,
        Attempts = _attempts[.._attemptCount],
        RequestId = TextOf(_requestId, _requestIdLength),
        TraceId = TextOf(_traceId, _traceIdLength),
        SpanId = TextOf(_spanId, _spanIdLength),
        IsSampled = _isSampled,
    };

    private void SetAttempts(IReadOnlyList<UpstreamAttempt> attempts)
    {
        if (_attempts.Length < attempts.Count)
        {
            _attempts = new RecentAttempt[attempts.Count];
        }

        for (_attemptCount = 0; _attemptCount < attempts.Count; _attemptCount++)
        {
            var attempt = attempts[_attemptCount];
            _attempts[_attemptCount] = new RecentAttempt(attempt.Address, attempt.StatusCode, attempt.Flag);
        }
    }

    // Returns the length of the whole text.
    private static int Copy(string text, char[] target)
    {
        text.AsSpan(0, Math.Min(text.Length, target.Length)).CopyTo(target);
        return text.Length;
    }

    private static string TextOf(char[] text, int length) => length <= text.Length ? new string(text, 0, length) : new string(text) + "…";
}
