using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Api;

/// <summary>
/// What stands behind the <c>?</c>. Of a repeated parameter the first counts, unknown ones are ignored, and so is <c>servicename</c>
/// where <c>serviceName</c> is meant, which the platform's own collection takes for the same.
/// </summary>
internal readonly struct QueryParameters
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public QueryParameters(QueryString query)
    {
        foreach (var parameter in new QueryStringEnumerable(query.Value))
        {
            _values.TryAdd(parameter.DecodeName().ToString(), parameter.DecodeValue().ToString());
        }
    }

    /// <exception cref="RefusedException"/>
    public string Mandatory(string name) =>
        _values.TryGetValue(name, out var value) ? value : throw new RefusedException($"Mandatory parameter/header/attribute is missing: {name}");

    /// <summary>Null when it is not there or empty.</summary>
    public string? Text(string name) => _values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>A name of a service or span: they are in lower case.</summary>
    public string? Name(string name) => Text(name)?.ToLowerInvariant();

    /// <summary>Null when it is not there or empty.</summary>
    /// <exception cref="RefusedException"/>
    public long? Number(string name) => Text(name) is { } text ? Parse(text, long.MinValue, long.MaxValue) : null;

    /// <summary>Where there has to be a number if anything.</summary>
    /// <exception cref="RefusedException"/>
    public long Number(string name, long unset, long most = long.MaxValue)
    {
        if (!_values.TryGetValue(name, out var value))
        {
            return unset;
        }

        return value.Length == 0
            ? throw new RefusedException($"Cannot set null to primitive type parameter: {name}")
            : Parse(value, -most, most);
    }

    private static long Parse(string text, long least, long most) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new RefusedException($"For input string: \"{text}\"");
}
