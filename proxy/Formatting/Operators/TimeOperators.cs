using ZipkinMesh.Proxy.Formatting.Output;
using ZipkinMesh.Proxy.Streams;

namespace ZipkinMesh.Proxy.Formatting.Operators;

/// <summary>Defines the operators for times and durations.</summary>
internal static class TimeOperators
{
    private const string Utc = "%Y-%m-%dT%H:%M:%S.%3fZ";
    private const string Local = "%Y-%m-%dT%H:%M:%S.%3f%z";
    private const string Points = "DS_RX_BEG, DS_RX_END, US_RX_BEG or DS_TX_END";

    public static IEnumerable<OperatorDefinition> All { get; } =
    [
        Time("START_TIME", Utc, static stream => stream.StartTime),
        Time("START_TIME_LOCAL", Local, static stream => stream.StartTime.ToLocalTime()),
        Time("EMIT_TIME", Utc, static _ => DateTimeOffset.UtcNow),
        Time("EMIT_TIME_LOCAL", Local, static _ => DateTimeOffset.Now),
        Define.Duration("DURATION", static stream => stream.Duration),
        Define.Duration("REQUEST_DURATION", static stream => stream.RequestDuration),
        Define.Duration("RESPONSE_DURATION", static stream => stream.ResponseDuration),
        Define.Duration("RESPONSE_TX_DURATION", static stream => ReadPoint("DS_TX_END")!(stream) - stream.ResponseDuration),
        new($"%COMMON_DURATION(START:END:PRECISION)%, where START and END are {Points}, and PRECISION is ms, us or ns", CreateCommonDuration),
    ];

    private static OperatorDefinition Time(string name, string defaultFormat, Func<StreamInfo, DateTimeOffset> read) => new(
        $"%{name}(FORMAT)%, where FORMAT has the specifiers of strftime in one line, and %f or %1f to %9f for a fraction",
        command => command.MaxLength is null && TimeFormat.TryParse(command.Parameter is "" ? defaultFormat : command.Parameter) is { } format
            ? new TimeOperator(read, format)
            : null);

    private static NumberOperator? CreateCommonDuration(FormatCommand command)
    {
        if (command.MaxLength is null && command.Parameter.Split(':') is [var start, var end, var precision]
            && ReadPoint(start) is { } readStart && ReadPoint(end) is { } readEnd && TicksOf(precision) is { } unit)
        {
            return new NumberOperator(stream => (long?)((readEnd(stream) - readStart(stream))?.Ticks / unit));
        }

        return null;
    }

    private static Func<StreamInfo, TimeSpan?>? ReadPoint(string name) => name switch
    {
        "DS_RX_BEG" => static _ => TimeSpan.Zero,
        "DS_RX_END" => static stream => stream.RequestDuration,
        "US_RX_BEG" => static stream => stream.ResponseDuration,
        "DS_TX_END" => static stream => stream.IsComplete ? stream.Duration : null,
        _ => null,
    };

    // The ticks of 100 ns in the unit.
    private static double? TicksOf(string precision) => precision switch
    {
        "ms" => TimeSpan.TicksPerMillisecond,
        "us" => TimeSpan.TicksPerMicrosecond,
        "ns" => 1.0 / TimeSpan.NanosecondsPerTick,
        _ => null,
    };
}
