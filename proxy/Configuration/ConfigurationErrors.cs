using ZipkinMesh.Hosting;

namespace ZipkinMesh.Proxy.Configuration;

/// <summary>Reduces the exceptions of a failed configuration to the one line that the user acts on.</summary>
internal static class ConfigurationErrors
{
    /// <summary>Converts any exception that loading a configuration ends with.</summary>
    public static SettingException ToSettingException(Exception exception) => new(MessageOf(exception));

    /// <summary>Returns the line for any exception that loading a configuration ends with.</summary>
    public static string MessageOf(Exception exception)
    {
        // YARP wraps what its filters throw, and lists every error. The last one is shown: clusters are checked after routes, and a
        // route may fail because of its cluster.
        var inner = exception;
        while (inner is not SettingException && Last(inner) is { } next)
        {
            inner = next;
        }

        var line = inner.Message.ReplaceLineEndings(" ");
        return inner is SettingException ? line : $"ReverseProxy: {line}";
    }

    private static Exception? Last(Exception exception) =>
        exception is AggregateException { InnerExceptions: [.., var last] } ? last : exception.InnerException;
}
