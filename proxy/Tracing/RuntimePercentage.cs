using System.Globalization;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>Represents a percentage of the configuration that an operator can change while the proxy runs.</summary>
/// <param name="key">Envoy's runtime key, such as <c>tracing.random_sampling</c>.</param>
/// <param name="configured">The percentage of the configuration, for all listeners and routes that have none of their own.</param>
internal sealed class RuntimePercentage(string key, double configured)
{
    /// <summary>The number that 100 percent are: requests are compared with hundredths of a percent.</summary>
    public const int Scale = 10_000;

    private const int NoOverride = -1;

    private int _scaledOverride = NoOverride;
    private volatile string? _override;

    public string Key { get; } = key;

    /// <summary>Gets the percentage of the configuration.</summary>
    public string Configured { get; } = configured.ToString(CultureInfo.InvariantCulture);

    /// <summary>Gets the operator's percentage; null for none.</summary>
    public string? Override => _override;

    /// <summary>Returns the percentage in effect, in hundredths: the operator's, for all listeners and routes.</summary>
    /// <param name="own">The percentage that the listener or the route has in the configuration, in hundredths.</param>
    public uint Effective(uint own) => Volatile.Read(ref _scaledOverride) is >= 0 and var scaled ? (uint)scaled : own;

    /// <summary>Returns true for a number from 0 to 100, and for the empty text.</summary>
    public static bool IsValid(string percentage) => percentage.Length == 0 || TryParse(percentage, out _);

    /// <summary>Returns a percentage in hundredths.</summary>
    public static uint ToScale(double percent) => (uint)Math.Round(percent * (Scale / 100.0));

    /// <summary>Changes the percentage, for the next request on. The empty text restores that of the configuration.</summary>
    /// <param name="percentage">A valid percentage.</param>
    public void Set(string percentage)
    {
        _override = percentage.Length == 0 ? null : percentage;
        Volatile.Write(ref _scaledOverride, TryParse(percentage, out var value) ? (int)ToScale(value) : NoOverride);
    }

    private static bool TryParse(string text, out double percentage) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out percentage) && percentage is >= 0 and <= 100;
}
