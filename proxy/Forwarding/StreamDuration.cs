using System.Globalization;
using ZipkinMesh.Proxy.Grpc;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Forwarding;

/// <summary>Decides how long a request and its response may last.</summary>
internal static class StreamDuration
{
    // The specification of gRPC allows eight digits.
    private const int MaxDigits = 8;

    // The timers of .NET have a limit; it is also that of the options.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>Returns the limit; zero for none. Where it limits <c>grpc-timeout</c>, the header is forwarded as limited.</summary>
    public static TimeSpan LimitOf(StreamInfo stream, RouteEntry route)
    {
        if (route.GrpcTimeoutMax is not { } max || Parse(stream.Headers.Find(GrpcHeaders.Timeout).ToString()) is not { } timeout)
        {
            return route.MaxStreamDuration ?? stream.Listener.MaxStreamDuration;
        }

        if (max == TimeSpan.Zero || timeout <= max)
        {
            return timeout;
        }

        stream.Headers.Set(GrpcHeaders.Timeout, string.Create(CultureInfo.InvariantCulture, $"{(long)max.TotalMilliseconds}m"));
        return max;
    }

    /// <summary>Parses a number and a unit, such as <c>5S</c> or <c>700m</c>; returns null when the text is none.</summary>
    public static TimeSpan? Parse(string value)
    {
        if (value.Length is < 2 or > MaxDigits + 1 || !uint.TryParse(value.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        double? seconds = value[^1] switch
        {
            'H' => number * 3600.0,
            'M' => number * 60.0,
            'S' => number,
            'm' => number / 1e3,
            'u' => number / 1e6,
            'n' => number / 1e9,
            _ => null,
        };
        return seconds is null ? null : TimeSpan.FromSeconds(Math.Clamp(seconds.Value, Shortest.TotalSeconds, Longest.TotalSeconds));
    }
}
