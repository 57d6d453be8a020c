using System.Text.Json;
using ZipkinMesh.Zipkin.Options;

namespace ZipkinMesh.Zipkin.Ui;

/// <summary>
/// Writes <c>/zipkin/config.json</c> in the format of Zipkin:
/// <c>{"environment":"","queryLimit":10,"defaultLookback":900000,"searchEnabled":true,"logsUrl":null,"supportUrl":null,
/// "archivePostUrl":null,"archiveUrl":null,"dependency":{"enabled":true,"lowErrorRate":0.5,"highErrorRate":0.75}}</c>.
/// </summary>
internal static class UiConfig
{
    public const string Path = "/zipkin/config.json";
    public const string ContentType = "application/json; charset=utf-8";
    public const string CacheControl = "max-age=600";

    public static void Write(Utf8JsonWriter json, UiOptions options, bool searchEnabled)
    {
        json.WriteStartObject();
        json.WriteString("environment"u8, options.Environment);
        json.WriteNumber("queryLimit"u8, options.QueryLimit);
        json.WriteNumber("defaultLookback"u8, options.DefaultLookbackMs);
        json.WriteBoolean("searchEnabled"u8, searchEnabled);
        json.WriteString("logsUrl"u8, options.LogsUrl);
        json.WriteString("supportUrl"u8, options.SupportUrl);
        // Archiving is not supported.
        json.WriteNull("archivePostUrl"u8);
        json.WriteNull("archiveUrl"u8);
        json.WriteStartObject("dependency"u8);
        json.WriteBoolean("enabled"u8, options.DependencyEnabled);
        json.WriteNumber("lowErrorRate"u8, options.LowErrorRate);
        json.WriteNumber("highErrorRate"u8, options.HighErrorRate);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
