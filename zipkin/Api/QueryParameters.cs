using System.Globalization;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Api;

/// <summary>What stands behind the <c>?</c>. Of a repeated parameter the first counts, unknown ones are ignored.</summary>
internal readonly struct QueryParameters(IQueryCollection query)
{
    private const long DayMs = 86_400_000;

    /// <exception cref="RefusedException"/>
    public string Mandatory(string name) =>
        query.TryGetValue(name, out var values) ? values[0] ?? "" : throw new RefusedException($"Mandatory parameter/header/attribute is missing: {name}");

    /// <summary>Null when it is not there or empty.</summary>
    public string? Text(string name) => query.TryGetValue(name, out var values) && !string.IsNullOrEmpty(values[0]) ? values[0] : null;

    /// <summary>A name of a service or span: they are in lower case.</summary>
    public string? Name(string name) => Text(name)?.ToLowerInvariant();

    /// <summary>Null when it is not there or empty.</summary>
    /// <exception cref="RefusedException"/>
    public long? Number(string name) => Text(name) is { } text ? Parse(text, long.MinValue, long.MaxValue) : null;

    /// <summary>Where there has to be a number if anything.</summary>
    /// <exception cref="RefusedException"/>
    public long Number(string name, long unset, long most = long.MaxValue)
    {
        if (!query.TryGetValue(name, out var values))
        {
            return unset;
        }

        return string.IsNullOrEmpty(values[0])
            ? throw new RefusedException($"Cannot set null to primitive type parameter: {name}")
            : Parse(values[0]!, -most, most);
    }

    /// <summary>How far to look back from the end, in milliseconds: a day, unless asked otherwise.</summary>
    public long Lookback() => Number("lookback") ?? DayMs;

    private static long Parse(string text, long least, long most) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new RefusedException($"For input string: \"{text}\"");
}
