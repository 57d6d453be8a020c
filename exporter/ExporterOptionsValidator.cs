using System.Globalization;
using Microsoft.Extensions.Options;

namespace ZipkinMesh.Exporter;

/// <summary>Checks options when the exporter is created. A message names the option, its value, and the values that are allowed.</summary>
internal sealed class ExporterOptionsValidator : IValidateOptions<ZipkinMeshExporterOptions>
{
    public const string AllowedEndpoint = "an http or https URL, such as http://localhost:9411/api/v2/spans";
    public const string AllowedNumber = "1 to 2147483647";

    /// <summary>Returns true when a URL can be posted to.</summary>
    public static bool IsHttp(Uri url) => url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);

    /// <summary>Returns the message about a value that isn't allowed.</summary>
    public static string Message(string key, string value, string allowed) => $"{key}: '{value}' is not allowed; allowed: {allowed}";

    public ValidateOptionsResult Validate(string? name, ZipkinMeshExporterOptions options)
    {
        var batch = options.BatchExportProcessorOptions;
        var problems = new List<string>();
        if (!IsHttp(options.Endpoint))
        {
            problems.Add(Message(nameof(options.Endpoint), options.Endpoint.OriginalString, AllowedEndpoint));
        }

        CheckNumber(problems, nameof(options.TimeoutMilliseconds), options.TimeoutMilliseconds);
        CheckNumber(problems, nameof(options.MaxPayloadSizeInBytes), options.MaxPayloadSizeInBytes ?? 1);
        CheckNumber(problems, nameof(batch.MaxQueueSize), batch.MaxQueueSize);
        CheckNumber(problems, nameof(batch.ScheduledDelayMilliseconds), batch.ScheduledDelayMilliseconds);
        if (batch.MaxExportBatchSize < 1 || batch.MaxExportBatchSize > batch.MaxQueueSize)
        {
            problems.Add(Message(nameof(batch.MaxExportBatchSize), TextOf(batch.MaxExportBatchSize), $"1 to {TextOf(batch.MaxQueueSize)}, which is {nameof(batch.MaxQueueSize)}"));
        }

        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }

    private static void CheckNumber(List<string> problems, string key, int value)
    {
        if (value < 1)
        {
            problems.Add(Message(key, TextOf(value), AllowedNumber));
        }
    }

    private static string TextOf(int number) => number.ToString(CultureInfo.InvariantCulture);
}
