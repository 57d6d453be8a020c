using System.Globalization;
using System.Text;
using ZipkinMesh.Fuzz.Differential.Requests;
using ZipkinMesh.Fuzz.Differential.Servers;

namespace ZipkinMesh.Fuzz.Differential.Clients;

/// <summary>Sends a case with HTTP/1.1.</summary>
internal sealed class Http1Client(RequestCase request, string target) : CaseClient(
    request, Encoding.Latin1.GetBytes($"GET {target} HTTP/1.1\r\nHost: probe.test\r\n{OddRequest.CaseHeader}: {request.Number}\r\n\r\n"))
{
    private readonly StringBuilder _response = new();

    /// <summary>Gets the status of the first response that isn't interim.</summary>
    public override string Answer
    {
        get
        {
            foreach (var line in _response.ToString().Split("\r\n").Where(line => line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal)))
            {
                if (line.Length >= 12 && int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 200 or 101)
                {
                    return line[9..12];
                }
            }

            return "none";
        }
    }

    protected override bool IsComplete(ReadOnlySpan<byte> received)
    {
        _response.Append(Encoding.Latin1.GetString(received));
        return _response.ToString().Contains($"{RecordingUpstream.TargetHeader}: {target}\r\n", StringComparison.OrdinalIgnoreCase);
    }
}
