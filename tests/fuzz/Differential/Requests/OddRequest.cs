using System.Text;

namespace ZipkinMesh.Fuzz.Differential.Requests;

/// <summary>Represents a request while oddities are added to it. Its text is Latin-1: each character is a byte.</summary>
internal sealed class OddRequest
{
    /// <summary>The name of the header that identifies the case at the upstream.</summary>
    public const string CaseHeader = "x-case";

    /// <summary>Creates a correct request.</summary>
    /// <param name="number">The number of the case.</param>
    /// <param name="framing">The framing of the body.</param>
    public OddRequest(int number, Framing framing)
    {
        // Whoever takes the body for the next request sends it to the upstream.
        Payload = $"GET /hidden-{number} HTTP/1.1\r\nHost: hidden.test\r\n{CaseHeader}: {number}\r\n\r\n";
        Method = framing == Framing.None ? "GET" : "POST";
        Target = $"/case-{number}";
        Lines = ["Host: case.test", $"{CaseHeader}: {number}"];
        Body = framing switch { Framing.Length => Payload, Framing.Chunked => $"{Payload.Length:x}\r\n{Payload}\r\n0\r\n\r\n", _ => "" };
        Lines.AddRange(framing switch
        {
            Framing.Length => [$"Content-Length: {Payload.Length}"],
            Framing.Chunked => ["Transfer-Encoding: chunked"],
            _ => Array.Empty<string>(),
        });
    }

    public string Method { get; set; }

    public string Target { get; set; }

    public string Version { get; set; } = " HTTP/1.1";

    /// <summary>Gets or sets what precedes the request line.</summary>
    public string Before { get; set; } = "";

    /// <summary>Gets or sets the end of each line of the head.</summary>
    public string LineEnd { get; set; } = "\r\n";

    /// <summary>Gets the lines of the headers.</summary>
    public List<string> Lines { get; }

    public string Body { get; set; }

    /// <summary>Gets the content of the body, which looks like a request.</summary>
    public string Payload { get; }

    /// <summary>Replaces the line of a header, or adds one.</summary>
    public void Set(string name, string line)
    {
        var at = Lines.FindIndex(existing => existing.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
        if (at < 0)
        {
            Lines.Add(line);
        }
        else
        {
            Lines[at] = line;
        }
    }

    /// <summary>Returns the bytes of the request.</summary>
    public byte[] ToBytes() => Encoding.Latin1.GetBytes($"{Before}{Method} {Target}{Version}{LineEnd}{string.Concat(Lines.Select(line => line + LineEnd))}{LineEnd}{Body}");
}
