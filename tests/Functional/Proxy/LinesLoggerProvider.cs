using Microsoft.Extensions.Logging;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Writes the proxy's log to <see cref="Lines"/>, so that a test can wait for a message.</summary>
internal sealed class LinesLoggerProvider(Lines lines) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.WriteLine($"{logLevel}: {formatter(state, exception)}{exception}");

    public void Dispose()
    {
    }
}
