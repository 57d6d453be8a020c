namespace ZipkinMesh.Proxy.Upstreams.OutlierDetection;

/// <summary>Counts the failures in a row of one destination, and its ejections (Envoy's <c>DetectorHostMonitor</c>).</summary>
internal sealed class DestinationOutcomes(TimeProvider time)
{
    private readonly Lock _lock = new();
    private int _serverErrors;
    private int _gatewayFailures;
    private int _localFailures;
    private int _ejections;
    private DateTimeOffset _ejectedUntil = DateTimeOffset.MinValue;

    /// <summary>Gets a value indicating that the destination is ejected now.</summary>
    public bool IsEjected => time.GetUtcNow() < _ejectedUntil;

    /// <summary>Counts a response.</summary>
    /// <returns>True when the destination is to be ejected.</returns>
    public bool OnResponse(int status, OutlierSettings settings)
    {
        lock (_lock)
        {
            _localFailures = 0;
            return Count(status, settings);
        }
    }

    /// <summary>Counts a try that ended without a response.</summary>
    /// <returns>True when the destination is to be ejected.</returns>
    public bool OnLocalFailure(int status, OutlierSettings settings)
    {
        lock (_lock)
        {
            return settings.SplitsLocalOrigin
                ? IsReached(++_localFailures, settings.ConsecutiveLocalOriginFailure)
                : Count(status, settings);
        }
    }

    /// <summary>Starts an ejection.</summary>
    /// <returns>The time of the ejection, which grows with each one and shrinks with each interval without.</returns>
    public TimeSpan Eject(OutlierSettings settings)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_ejections > 0)
            {
                _ejections -= (int)Math.Min(_ejections, Math.Max(0, (now - _ejectedUntil) / settings.Interval));
            }

            _ejections++;
            var longest = settings.MaxEjectionTime > settings.BaseEjectionTime ? settings.MaxEjectionTime : settings.BaseEjectionTime;
            var duration = settings.BaseEjectionTime < longest / _ejections ? settings.BaseEjectionTime * _ejections : longest;
            _ejectedUntil = now + duration;
            (_serverErrors, _gatewayFailures, _localFailures) = (0, 0, 0);
            return duration;
        }
    }

    private static bool IsReached(int count, int limit) => limit > 0 && count >= limit;

    private bool Count(int status, OutlierSettings settings)
    {
        _serverErrors = status >= 500 ? _serverErrors + 1 : 0;
        _gatewayFailures = status is 502 or 503 or 504 ? _gatewayFailures + 1 : 0;
        return IsReached(_serverErrors, settings.Consecutive5xx) || IsReached(_gatewayFailures, settings.ConsecutiveGatewayFailure);
    }
}
