using System.Globalization;
using ZipkinMesh.Hosting;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Client;

/// <summary>
/// Draws a trace for a terminal: a line about the trace, and one for each span. <c>!</c> marks spans with an error.
/// <code>
/// 463ac35c9f6413ad  2026-11-30 20:18:57  15.0 ms  3 spans
/// front-proxy get /trace/1     15.0 ms  ████████████████████
///   service1 get /trace/1      12.1 ms    ████████████████
///     service1 get         !    9.3 ms      ████████████
/// </code>
/// </summary>
/// <param name="width">The width of the terminal in characters.</param>
/// <param name="hasColors">True when services have colors, and errors are red.</param>
internal sealed class Waterfall(int width, bool hasColors)
{
    private const string Reset = "\e[0m";
    private const string Bold = "\e[1m";
    private const string Red = "\e[31m";
    private const int DurationWidth = 9;
    private const int MinBarWidth = 10;

    // Green, yellow, blue, magenta, cyan, and the same in bright. Red is for errors.
    private static readonly string[] Palette = ["\e[32m", "\e[33m", "\e[34m", "\e[35m", "\e[36m", "\e[92m", "\e[93m", "\e[94m", "\e[95m", "\e[96m"];

    private readonly Dictionary<string, string> _colors = [];

    public void Write(TextWriter output, List<Span> spans)
    {
        var rows = TraceRows.Of(spans);
        var start = spans.Where(span => span.Timestamp > 0).Select(span => span.Timestamp).DefaultIfEmpty().Min();
        var end = spans.Max(span => span.Timestamp + span.Duration);
        output.WriteLine(Head(spans, start, end));
        var labelWidth = Math.Min(rows.Max(row => Label(row).Length), Math.Max(width / 2, 1));
        foreach (var row in rows)
        {
            output.WriteLine(Line(row, labelWidth, start, Math.Max(end - start, 1)));
        }
    }

    /// <summary>Formats a time in microseconds: <c>250 µs</c>, <c>15.2 ms</c>, <c>1.50 s</c>.</summary>
    public static string Duration(long us) => us switch
    {
        0 => "",
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{us} µs"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{us / 1000.0:0.0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{us / 1_000_000.0:0.00} s"),
    };

    private string Head(List<Span> spans, long start, long end)
    {
        var time = start == 0 ? "" : DateTimeOffset.UnixEpoch.AddTicks(Math.Min(start, MaxTime) * TimeSpan.TicksPerMicrosecond).ToLocalTime()
            .ToString("  yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var duration = start == 0 ? "" : $"  {Duration(end - start)}";
        return Paint(Bold, $"{spans[0].TraceId}{time}{duration}  {spans.Count} span{(spans.Count == 1 ? "" : "s")}");
    }

    // A span may have any timestamp.
    private static long MaxTime => (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond / 2;

    private string Line(TraceRow row, int labelWidth, long start, long total)
    {
        var hasError = row.Span.HasTag("error");
        var label = Label(row);
        label = label.Length > labelWidth ? $"{label[..(labelWidth - 1)]}…" : label.PadRight(labelWidth);
        var duration = $"{(hasError ? '!' : ' ')} {Duration(row.Span.Duration),DurationWidth}";
        var bar = Bar(row.Span, Math.Max(width - labelWidth - DurationWidth - 6, MinBarWidth), start, total);
        return $"{Paint(ColorOf(row.Span), label)} {(hasError ? Paint(Red, duration) : duration)}  {Paint(hasError ? Red : ColorOf(row.Span), bar)}".TrimEnd();
    }

    private static string Bar(Span span, int cells, long start, long total)
    {
        if (span.Timestamp == 0)
        {
            return "";
        }

        var from = (int)Math.Min((span.Timestamp - start) / (double)total * cells, cells - 1);
        var to = (int)Math.Round((span.Timestamp - start + span.Duration) / (double)total * cells);
        return new string(' ', from) + new string('█', Math.Clamp(to - from, 1, cells - from));
    }

    // Names come from anywhere: they must not control the terminal. Deep traces are cut off on the right.
    private static string Label(TraceRow row) => new string(' ', Math.Min(2 * row.Depth, 1000))
        + ControlCharacters.Escape($"{row.Span.Local?.ServiceName ?? "unknown"} {row.Span.Name ?? "unknown"}");

    private string ColorOf(Span span)
    {
        var service = span.Local?.ServiceName ?? "";
        if (!_colors.TryGetValue(service, out var color))
        {
            _colors.Add(service, color = Palette[_colors.Count % Palette.Length]);
        }

        return color;
    }

    private string Paint(string color, string text) => hasColors && text.Length > 0 ? $"{color}{text}{Reset}" : text;
}
