namespace ZipkinMesh.Proxy.Configuration;

/// <summary>
/// A setting that can't be used. Its message is the one line the user gets, at start and when a changed file is refused:
/// <code>Listeners:ingress_http:Port: '70000' is not allowed; allowed: 0 to 65535 (0: any free port)</code>
/// </summary>
public sealed class ConfigurationMistakeException : Exception
{
    private ConfigurationMistakeException(string message)
        : base(message)
    {
    }

    internal static ConfigurationMistakeException NotAllowed(string key, string value, string allowed) =>
        new($"{key}: '{value}' is not allowed; allowed: {allowed}");

    internal static ConfigurationMistakeException Missing(string key, string allowed) =>
        new($"{key}: missing; needed: {allowed}");

    internal static ConfigurationMistakeException Unreadable(string file, string reason) =>
        new($"{file}: can't be read: {reason}");

    internal static ConfigurationMistakeException From(Exception exception) => new(LineFor(exception));

    /// <summary>The line for any exception the loading of a configuration ended with.</summary>
    internal static string LineFor(Exception exception)
    {
        // YARP wraps what its filters throw, and lists every mistake; one is enough to act on. The last one: a cluster's come
        // after the routes', and a route may be refused for its cluster's.
        var inner = exception;
        while (inner is not ConfigurationMistakeException && Last(inner) is { } next)
        {
            inner = next;
        }

        var line = inner.Message.ReplaceLineEndings(" ");
        return inner is ConfigurationMistakeException ? line : $"ReverseProxy: {line}";
    }

    private static Exception? Last(Exception exception) =>
        exception is AggregateException { InnerExceptions: [.., var last] } ? last : exception.InnerException;
}
