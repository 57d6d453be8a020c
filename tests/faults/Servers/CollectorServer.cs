using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ZipkinMesh.Faults.Traffic;

namespace ZipkinMesh.Faults.Servers;

/// <summary>Represents a Zipkin that can be made to fail. It remembers the ids of the spans that it stored.</summary>
internal sealed class CollectorServer : TcpServer
{
    /// <summary>The largest report that it accepts, as the real server does: 10 MiB.</summary>
    private const int LargestReport = 10 * 1024 * 1024;

    /// <summary>A text in a tag that makes a report invalid under <see cref="CollectorFault.RejectsMarked"/>.</summary>
    public const string Marker = "invalid-span";

    private readonly HashSet<(string Trace, string Id, string Kind)> _stored = [];
    private readonly Lock _lock = new();

    /// <summary>Gets or sets the fault. It applies to the reports that begin afterwards.</summary>
    public CollectorFault Fault { get; set; }

    /// <summary>Gets the number of spans stored, each counted once.</summary>
    public Counter Stored { get; } = new();

    protected override async Task ServeAsync(Socket socket, ServerConnection connection)
    {
        while (await connection.ReadHeadAsync() is { } head)
        {
            var fault = Fault;
            if (await connection.ReadBodyAsync(head) is not { } report)
            {
                return;
            }

            if (fault == CollectorFault.Hangs)
            {
                await connection.WaitForCloseAsync();
                return;
            }

            if (await RejectAsync(connection, fault, report))
            {
                continue;
            }

            Store(report.Span);
            switch (fault)
            {
                case CollectorFault.StopsInResponse:
                    await connection.WriteAsync("HTTP/1.1 202 Accepted\r\nContent-Length: 1000\r\n\r\npart");
                    await connection.WaitForCloseAsync();
                    return;
                case CollectorFault.NeverEndsResponse:
                    await connection.WriteAsync("HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n");
                    for (var chunk = Encoding.ASCII.GetBytes($"10000\r\n{new string('x', 0x10000)}\r\n"); ;)
                    {
                        await connection.WriteAsync(chunk);
                    }

                default:
                    await connection.WriteAsync("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
                    break;
            }
        }
    }

    private static async Task<bool> RejectAsync(ServerConnection connection, CollectorFault fault, ReadOnlyMemory<byte> report)
    {
        if (report.Length > LargestReport)
        {
            await connection.WriteAsync("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 28\r\n\r\n413 Request Entity Too Large");
            return true;
        }

        if (fault == CollectorFault.RejectsMarked && report.Span.IndexOf(Encoding.ASCII.GetBytes(Marker)) >= 0)
        {
            await connection.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 12\r\n\r\ninvalid span");
            return true;
        }

        // As the real server does.
        if (report.Span.IndexOf("\"0000000000000000\""u8) >= 0)
        {
            await connection.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 21\r\n\r\nInvalid traceId: zero");
            return true;
        }

        return false;
    }

    private void Store(ReadOnlySpan<byte> report)
    {
        var reader = new Utf8JsonReader(report);
        using var spans = JsonDocument.ParseValue(ref reader);
        lock (_lock)
        {
            foreach (var span in spans.RootElement.EnumerateArray())
            {
                if (_stored.Add((Text(span, "traceId"), Text(span, "id"), Text(span, "kind"))))
                {
                    Stored.Increment();
                }
            }
        }
    }

    private static string Text(JsonElement span, string name) => span.TryGetProperty(name, out var value) ? value.GetString()! : "";
}
