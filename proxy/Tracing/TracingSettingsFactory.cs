using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.Formatting;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>Compiles the options of tracing.</summary>
internal static class TracingSettingsFactory
{
    /// <summary>Compiles the options of a listener.</summary>
    /// <param name="path">The path of their section, for messages.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="SettingException">A custom tag or a format isn't allowed.</exception>
    public static TracingSettings Create(string path, ListenerTracingOptions options) => new()
    {
        TraceId128Bit = options.TraceId128Bit,
        SharedSpanContext = options.SharedSpanContext,
        SplitSpansForRequest = options.SplitSpansForRequest || options.SpawnUpstreamSpan,
        SpawnUpstreamSpan = options.SpawnUpstreamSpan,
        PropagatesW3C = options.PropagatesW3C,
        ClientSampling = RuntimePercentage.ToScale(options.ClientSampling),
        RandomSampling = RuntimePercentage.ToScale(options.RandomSampling),
        OverallSampling = RuntimePercentage.ToScale(options.OverallSampling),
        Kept = KeptRequests.Create(options.KeepErrors, options.KeepSlowerThan),
        MaxPathTagLength = options.MaxPathTagLength,
        Verbose = options.Verbose,
        UseRequestIdForTraceSampling = options.UseRequestIdForTraceSampling,
        PackTraceReason = options.PackTraceReason,
        Operation = NameOf($"{path}:{nameof(options.Operation)}", options.Operation),
        UpstreamOperation = NameOf($"{path}:{nameof(options.UpstreamOperation)}", options.UpstreamOperation),
        CustomTags = options.CustomTags.Count == 0
            ? null
            : [.. options.CustomTags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => CustomTagFactory.Create($"{path}:{nameof(options.CustomTags)}:{tag.Key}", tag.Key, tag.Value))],
    };

    /// <summary>Returns the function that formats the name of a span; null for an empty format.</summary>
    /// <param name="key">The key of the setting, for messages.</param>
    /// <param name="format">The format.</param>
    /// <exception cref="SettingException">The format isn't allowed.</exception>
    public static Func<StreamInfo, string>? NameOf(string key, string format) => format.Length == 0 ? null : FormatString.Parse(key, format).Format;
}
