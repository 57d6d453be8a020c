using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Http;

/// <summary>
/// The parameters of the query string. Of a repeated parameter the first value is used; unknown parameters are ignored. Names are
/// case-sensitive as in Zipkin, unlike in ASP.NET Core's <see cref="IQueryCollection"/>.
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

    /// <summary>Returns the value of a required parameter, which may be empty.</summary>
    /// <exception cref="BadHttpRequestException"/>
    public string Required(string name) =>
        _values.TryGetValue(name, out var value)
            ? value
            : throw new BadHttpRequestException($"Mandatory parameter/header/attribute is missing: {name}");

    /// <summary>Returns the value, or null when it is missing or empty.</summary>
    public string? Text(string name) => _values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>Returns the name of a service or span in lower case, as they are stored; null when it is missing or empty.</summary>
    public string? Name(string name) => Text(name)?.ToLowerInvariant();

    /// <summary>Returns a number, or null when it is missing or empty.</summary>
    /// <exception cref="BadHttpRequestException"/>
    public long? Number(string name) => Text(name) is { } text ? Parse(text, long.MinValue, long.MaxValue) : null;

    /// <summary>Returns a number, or the default when it is missing. An empty value is an error.</summary>
    /// <exception cref="BadHttpRequestException"/>
    public long Number(string name, long defaultValue, long max = long.MaxValue)
    {
        if (!_values.TryGetValue(name, out var value))
        {
            return defaultValue;
        }

        return value.Length == 0
            ? throw new BadHttpRequestException($"Cannot set null to primitive type parameter: {name}")
            : Parse(value, -max, max);
    }

    private static long Parse(string text, long min, long max) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new BadHttpRequestException($"For input string: \"{Excerpt.Of(text)}\"");
}
