using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace ZipkinMesh.Hosting.Logging;

/// <summary>
/// Formats each log entry as one line: the level, the message and, if there is one, the exception.
/// <code>
/// info: Listening on http://0.0.0.0:8000 (ingress_http, Outbound)
/// warn: Collector unavailable; retrying a report of 12 spans: http://172.31.81.15:9411/ Connection refused (172.31.81.15:9411)
/// </code>
/// </summary>
internal sealed class LineFormatter() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(logEntry.LogLevel switch
        {
            LogLevel.Trace => "trce: ",
            LogLevel.Debug => "dbug: ",
            LogLevel.Information => "info: ",
            LogLevel.Warning => "warn: ",
            LogLevel.Error => "fail: ",
            _ => "crit: ",
        });
        textWriter.Write(OneLine(logEntry.Formatter(logEntry.State, logEntry.Exception)));
        if (logEntry.Exception is { } exception)
        {
            textWriter.Write(' ');
            textWriter.Write(OneLine(exception.ToString()));
        }

        textWriter.WriteLine();
    }

    // Messages contain what clients and other programs sent.
    private static string OneLine(string text) => ControlCharacters.Escape(text.ReplaceLineEndings(" "));
}
