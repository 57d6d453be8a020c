using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace ZipkinMesh.Proxy.Admin.Logging;

/// <summary>Holds the log levels that an operator has set. They apply at once, and override those of the configuration.</summary>
internal sealed class LogLevels : IPostConfigureOptions<LoggerFilterOptions>, IOptionsChangeTokenSource<LoggerFilterOptions>, IDisposable
{
    // A rule for a provider overrides one for all providers, whatever their categories.
    private static readonly string?[] Providers = [null, typeof(ConsoleLoggerProvider).FullName];

    private readonly Lock _lock = new();
    private ImmutableDictionary<string, LogLevel> _byCategory = ImmutableDictionary<string, LogLevel>.Empty;
    private CancellationTokenSource _changed = new();

    public string? Name => "";

    /// <summary>Sets the levels of some loggers.</summary>
    public void Set(IEnumerable<KeyValuePair<string, LogLevel>> levels)
    {
        lock (_lock)
        {
            _byCategory = _byCategory.SetItems(levels.Select(level => KeyValuePair.Create(Loggers.Categories[level.Key], level.Value)));
            using var before = _changed;
            _changed = new CancellationTokenSource();
            before.Cancel();
        }
    }

    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        foreach (var (category, level) in _byCategory)
        {
            foreach (var provider in Providers)
            {
                options.Rules.Add(new LoggerFilterRule(provider, category, level, null));
            }
        }
    }

    public IChangeToken GetChangeToken()
    {
        lock (_lock)
        {
            return new CancellationChangeToken(_changed.Token);
        }
    }

    public void Dispose() => _changed.Dispose();
}
