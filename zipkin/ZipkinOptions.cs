using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ZipkinMesh.Zipkin;

/// <summary>What can be set, checked before any port is bound.</summary>
internal sealed record ZipkinOptions
{
    public const string UrlsKey = "--urls";
    public const string PortKey = "QUERY_PORT";
    public const string MaxSpansKey = "MEM_MAX_SPANS";

    /// <summary>Where to listen, <c>http://ADDRESS:PORT</c>, separated by <c>;</c>. Default: <see cref="PortKey"/> on all addresses.</summary>
    public required string Urls { get; init; }

    /// <summary>Which setting <see cref="Urls"/> came from, and its value: told when the address can't be had.</summary>
    public required (string Key, string Value) UrlsSource { get; init; }

    /// <summary>Spans kept in memory; when more come, whole traces go, oldest first. Default 500000.</summary>
    public required int MaxSpans { get; init; }

    public static ZipkinOptions Read(IConfiguration configuration)
    {
        var port = Number(configuration, PortKey, 9411, 0, 65535);
        var maxSpans = Number(configuration, MaxSpansKey, 500_000, 1, int.MaxValue);
        var urls = configuration["urls"];
        if (urls is null)
        {
            return new() { Urls = $"http://*:{port}", UrlsSource = (PortKey, $"{port}"), MaxSpans = maxSpans };
        }

        if (!urls.Split(';').All(IsAddress))
        {
            throw new SettingException(UrlsKey, urls, "http://ADDRESS:PORT, several separated by ;");
        }

        return new() { Urls = urls, UrlsSource = (UrlsKey, urls), MaxSpans = maxSpans };
    }

    private static int Number(IConfiguration configuration, string key, int unset, int least, int most)
    {
        var text = configuration[key];
        if (string.IsNullOrEmpty(text))
        {
            return unset;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new SettingException(key, text, $"{least} to {most}");
    }

    private static bool IsAddress(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address is { Scheme: "http", PathBase: "", IsUnixPipe: false, Port: >= 0 and <= 65535 };
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
