using System.Text;

namespace ZipkinMesh.Faults.Traffic;

/// <summary>Represents a request as the bytes that are sent.</summary>
internal sealed class Request(string head, int bodyLength = 0)
{
    private static readonly byte[] Chunk = [.. Enumerable.Repeat((byte)'x', 64 * 1024)];

    /// <summary>Gets the request line and the headers.</summary>
    public byte[] Head { get; } = Encoding.Latin1.GetBytes(head + "\r\n\r\n");

    /// <summary>Gets the length of the body, in bytes.</summary>
    public int BodyLength { get; } = bodyLength;

    /// <summary>Creates a GET request.</summary>
    /// <param name="path">The path.</param>
    /// <param name="headers">Further headers, each as <c>Name: value</c>.</param>
    public static Request Get(string path = "/", params IEnumerable<string> headers) =>
        new(string.Join("\r\n", [$"GET {path} HTTP/1.1", "Host: faults", .. headers]));

    /// <summary>Creates a POST request with a body of this length.</summary>
    public static Request Post(string path, int bodyLength) =>
        new($"POST {path} HTTP/1.1\r\nHost: faults\r\nContent-Length: {bodyLength}", bodyLength);

    /// <summary>Writes the body.</summary>
    public async Task WriteBodyAsync(Stream stream, CancellationToken cancel)
    {
        for (var left = BodyLength; left > 0; left -= Chunk.Length)
        {
            await stream.WriteAsync(Chunk.AsMemory(0, Math.Min(left, Chunk.Length)), cancel);
        }
    }
}
