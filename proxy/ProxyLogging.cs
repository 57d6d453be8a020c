using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using ZipkinMesh.Hosting.Logging;

namespace ZipkinMesh.Proxy;

/// <summary>Adds the log of the proxies: only what an operator can act on.</summary>
internal static class ProxyLogging
{
    public static void AddProxyLogging(this ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.AddLineLogging(configuration);

        // With this category on, ASP.NET starts an Activity for each request.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

        // On a read-only file system the keys of session affinity are lost with the process. Nothing else uses any.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);

        // Kestrel logs every truncated response with a stack trace (TruncatedResponseException).
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical);

        // The span's response flag records failed requests, and ReloadLog rejected configurations.
        logging.AddFilter("Yarp", LogLevel.None);
    }
}
