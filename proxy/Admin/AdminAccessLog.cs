using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ZipkinMesh.Hosting;
using ZipkinMesh.Proxy.AccessLog;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Admin;

/// <summary>
/// Appends a line for each request to a file, in Envoy's default format:
/// <code>
/// [2026-11-30T09:40:47.594Z] "POST /logging?level=info HTTP/1.1" 200 - 0 164 0 - "127.0.0.1" "curl/7.88.1" "-" "127.0.0.1:9901" "-"
/// </code>
/// </summary>
internal sealed class AdminAccessLog(AdminOptions options, ILogger<AccessLogWriter> logger) : IDisposable
{
    private AccessLogWriter? _writer;

    /// <summary>Opens the file, if one is configured.</summary>
    /// <exception cref="SettingException">The file can't be opened.</exception>
    public void Open()
    {
        if (options.AccessLogPath.Length > 0)
        {
            _writer = new AccessLogWriter(AdminOptions.Section.PathOf(nameof(options.AccessLogPath)), options.AccessLogPath, new AccessLogCounters(), logger);
        }
    }

    public void Write(HttpContext context, DateTimeOffset start, TimeSpan duration) =>
        _writer?.Add(Encoding.UTF8.GetBytes(LineOf(context, start, duration)));

    /// <summary>Opens the file again, if one is configured.</summary>
    public void Reopen() => _writer?.Reopen();

    public void Dispose() => _writer?.Dispose();

    private static string LineOf(HttpContext context, DateTimeOffset start, TimeSpan duration)
    {
        var request = context.Request;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[{start:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}] \"{request.Method} {Quoted(request.Path.Value + request.QueryString.Value)} {request.Protocol}\" "
            + $"{context.Response.StatusCode} - {request.ContentLength ?? 0} {context.Response.ContentLength ?? 0} {duration.TotalMilliseconds:0} - "
            + $"\"{AddressOf(context.Connection.RemoteIpAddress)}\" \"{Quoted(request.Headers.UserAgent)}\" "
            + $"\"{Quoted(request.Headers["X-Request-ID"])}\" \"{Quoted(request.Host.Value)}\" \"-\"\n");
    }

    private static string Quoted(string? text) =>
        string.IsNullOrEmpty(text) ? "-" : ControlCharacters.Escape(text).Replace("\"", "\\x22", StringComparison.Ordinal);

    private static IPAddress? AddressOf(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
