using System.Text.Json;

namespace ZipkinMesh.Zipkin.Page;

/// <summary>
/// <c>/zipkin/config.json</c>, as pages for the real server read it:
/// <c>{"environment":"","queryLimit":10,"defaultLookback":900000,"searchEnabled":true,"logsUrl":null,"supportUrl":null,
/// "archivePostUrl":null,"archiveUrl":null,"dependency":{"enabled":true,"lowErrorRate":0.5,"highErrorRate":0.75}}</c>.
/// </summary>
internal static class PageConfig
{
    public const string Path = "/zipkin/config.json";
    public const string ContentType = "application/json; charset=utf-8";
    public const string CacheControl = "max-age=600";

    public static void Write(Utf8JsonWriter json, PageOptions page, bool canSearch)
    {
        json.WriteStartObject();
        json.WriteString("environment"u8, page.Environment);
        json.WriteNumber("queryLimit"u8, page.QueryLimit);
        json.WriteNumber("defaultLookback"u8, page.DefaultLookbackMs);
        json.WriteBoolean("searchEnabled"u8, canSearch);
        json.WriteString("logsUrl"u8, page.LogsUrl);
        json.WriteString("supportUrl"u8, page.SupportUrl);
        // There is no archive.
        json.WriteNull("archivePostUrl"u8);
        json.WriteNull("archiveUrl"u8);
        json.WriteStartObject("dependency"u8);
        json.WriteBoolean("enabled"u8, page.HasDependencies);
        json.WriteNumber("lowErrorRate"u8, page.LowErrorRate);
        json.WriteNumber("highErrorRate"u8, page.HighErrorRate);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
