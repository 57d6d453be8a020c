using System.Globalization;
using System.Net;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.Hosting;
using ZipkinMesh.Hosting.Logging;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Proxy.Admin;

/// <summary>
/// Appends a line for each request to a file, in Envoy's default format:
/// <code>
/// [2026-11-30T09:40:47.594Z] "POST /logging?level=info HTTP/1.1" 200 - 0 164 0 - "127.0.0.1" "curl/7.88.1" "-" "127.0.0.1:9901" "-"
/// </code>
/// A slow disk delays no response: lines wait, and are dropped when too many do.
/// </summary>
internal sealed class AdminAccessLog(AdminOptions options) : IAsyncDisposable
{
    private const int MaxWaitingLines = 1024;

    private readonly Channel<string> _lines =
        Channel.CreateBounded<string>(new BoundedChannelOptions(MaxWaitingLines) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private Task _writing = Task.CompletedTask;

    /// <summary>Opens the file, if one is configured.</summary>
    /// <exception cref="SettingException">The file can't be opened.</exception>
    public void Open()
    {
        if (options.AccessLogPath.Length == 0)
        {
            _lines.Writer.Complete();
            return;
        }

        try
        {
            // Without a buffer, so that nothing of a failed write is left for the next one.
            var file = new FileStream(options.AccessLogPath, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            _writing = Task.Run(() => WriteAsync(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw SettingException.NotAllowed(
                AdminOptions.Section.PathOf(nameof(options.AccessLogPath)), options.AccessLogPath, $"a file that can be written ({e.Message})");
        }
    }

    public void Write(HttpContext context, DateTimeOffset start, TimeSpan duration)
    {
        if (options.AccessLogPath.Length > 0)
        {
            _lines.Writer.TryWrite(LineOf(context, start, duration));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing;
    }

    private static string LineOf(HttpContext context, DateTimeOffset start, TimeSpan duration)
    {
        var request = context.Request;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[{start:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}] \"{request.Method} {Quoted(request.Path.Value + request.QueryString.Value)} {request.Protocol}\" "
            + $"{context.Response.StatusCode} - {request.ContentLength ?? 0} {context.Response.ContentLength ?? 0} {duration.TotalMilliseconds:0} - "
            + $"\"{AddressOf(context.Connection.RemoteIpAddress)}\" \"{Quoted(request.Headers.UserAgent)}\" "
            + $"\"{Quoted(request.Headers["X-Request-ID"])}\" \"{Quoted(request.Host.Value)}\" \"-\"");
    }

    private static string Quoted(string? text) =>
        string.IsNullOrEmpty(text) ? "-" : ControlCharacters.Escape(text).Replace("\"", "\\x22", StringComparison.Ordinal);

    private static IPAddress? AddressOf(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

    private async Task WriteAsync(FileStream file)
    {
        await using (file)
        {
            await foreach (var line in _lines.Reader.ReadAllAsync())
            {
                try
                {
                    await file.WriteAsync(Encoding.UTF8.GetBytes(line + '\n'));
                }
                catch (IOException)
                {
                    // The disk is full: the line is lost, and later ones may be written.
                }
            }
        }
    }
}
