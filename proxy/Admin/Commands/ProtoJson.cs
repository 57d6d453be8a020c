using System.Globalization;

namespace ZipkinMesh.Proxy.Admin.Commands;

/// <summary>Formats values as the JSON mapping of Protocol Buffers does.</summary>
internal static class ProtoJson
{
    /// <summary>Formats a duration with as many digits as it needs: <c>15s</c>, <c>0.025s</c>.</summary>
    public static string Duration(TimeSpan duration)
    {
        var fraction = duration.Ticks % TimeSpan.TicksPerSecond;
        var digits = fraction == 0 ? "0" : fraction % TimeSpan.TicksPerMillisecond == 0 ? "0.000" : "0.000000";
        return duration.TotalSeconds.ToString(digits, CultureInfo.InvariantCulture) + "s";
    }

    /// <summary>Formats a duration without its fraction of a second.</summary>
    public static string WholeSeconds(TimeSpan duration) => Duration(TimeSpan.FromSeconds((long)duration.TotalSeconds));

    /// <summary>Formats a time: <c>2026-11-30T09:40:42.137Z</c>.</summary>
    public static string Timestamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
