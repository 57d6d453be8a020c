using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace ZipkinMesh.Proxy.Hosting;

/// <summary>The log, on standard output: what an operator can act on, a line each. Section <c>Logging</c> changes the levels.</summary>
internal static class LoggingFeature
{
    public static void AddLineLogging(this WebApplicationBuilder builder)
    {
        var logging = builder.Logging;
        logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        logging.AddConsole(console => console.FormatterName = LineFormatter.FormatterName);
        builder.Services.AddSingleton<ConsoleFormatter, LineFormatter>();
        logging.AddFilter("Microsoft", LogLevel.Warning);

        // It tells of a start that failed, with a stack trace, before ProxyProgram does.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

        // With this category on, ASP.NET begins an Activity for each request.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

        // Session affinity's keys are gone with the process where the file system is read-only, and nothing else uses any.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);

        // It tells of every response that broke off, with a stack trace (TruncatedResponseException).
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical);

        // Failed requests are told by the span's flag, refused configurations by ReloadLog.
        logging.AddFilter("Yarp", LogLevel.None);
    }
}
