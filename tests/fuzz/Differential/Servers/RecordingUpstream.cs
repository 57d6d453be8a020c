using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ZipkinMesh.Faults.Servers;
using ZipkinMesh.Fuzz.Differential.Requests;

namespace ZipkinMesh.Fuzz.Differential.Servers;

/// <summary>
/// Represents an upstream that reads strictly what it is sent, and remembers it by the number of the case. Its responses name the target
/// that they belong to.
/// </summary>
internal sealed class RecordingUpstream : TcpServer
{
    /// <summary>The header of responses that has the target of the request.</summary>
    public const string TargetHeader = "x-seen-target";

    /// <summary>The number of requests that don't say which case they belong to.</summary>
    public const int NoCase = 0;

    private readonly ConcurrentDictionary<int, ConcurrentQueue<SeenRequest>> _seen = [];

    /// <summary>Returns and forgets what arrived of a case.</summary>
    public SeenRequest[] Take(int number) => _seen.TryRemove(number, out var requests) ? [.. requests] : [];

    protected override async Task ServeAsync(Socket socket, ServerConnection connection)
    {
        try
        {
            while (await connection.ReadHeadAsync() is { } head)
            {
                var lines = head.Split("\r\n");
                var number = int.TryParse(Values(lines, OddRequest.CaseHeader).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : NoCase;
                if (await connection.ReadBodyAsync(head) is not { } body)
                {
                    // The proxy found a mistake in the body after it had forwarded the head: no upstream acts on such a request.
                    return;
                }

                Add(number, lines, Encoding.Latin1.GetString(body.Span));
                var target = lines[0].Split(' ') is [_, var path, ..] && path.Length < 200 ? path : "";
                await connection.WriteAsync($"HTTP/1.1 200 OK\r\n{TargetHeader}: {(target.All(c => c is > ' ' and < (char)0x7f) ? target : "")}\r\nContent-Length: 0\r\n\r\n");
            }
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            Add(NoCase, ["malformed framing"], "");
        }
    }

    private void Add(int number, string[] lines, string body)
    {
        var parts = lines[0].Split(' ');
        var request = new SeenRequest(parts[0], string.Join(' ', parts[1..^Math.Min(1, parts.Length - 1)]), string.Join('|', Values(lines, "host")), body);
        _seen.GetOrAdd(number, _ => []).Enqueue(request);
    }

    private static IEnumerable<string> Values(string[] lines, string name) =>
        lines.Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim(' ', '\t'));
}
