using System.Globalization;
using static ZipkinMesh.Tests.Support.Http2Frame;

namespace ZipkinMesh.Fuzz.Differential.Requests;

/// <summary>Represents an HTTP/2 request while oddities are added to it. Its text is Latin-1: each character is a byte.</summary>
internal sealed class OddHttp2Request
{
    /// <summary>The number of the stream.</summary>
    public const int Stream = 1;

    private static readonly byte[] Preface = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Create(Settings, 0, 0, [])];

    /// <summary>Creates a correct GET request.</summary>
    /// <param name="number">The number of the case.</param>
    public OddHttp2Request(int number)
    {
        Pseudo = [(":method", "GET"), (":scheme", "http"), (":authority", "case.test"), (":path", $"/case-{number}")];
        Headers = [(OddRequest.CaseHeader, number.ToString(CultureInfo.InvariantCulture))];
        Frames = () => Head(ends: Body is null && Trailers is null)
            .Concat(Body is null ? [] : Create(DataType, Trailers is null ? EndStream : 0, Stream, Bytes(Body)))
            .Concat(Trailers is null ? [] : Create(HeadersType, EndStream | EndHeaders, Stream, Block(Trailers)));
    }

    /// <summary>Gets the pseudo-headers, which come first.</summary>
    public List<(string Name, string Value)> Pseudo { get; }

    public List<(string Name, string Value)> Headers { get; }

    /// <summary>Gets or sets the content of one DATA frame; null for none.</summary>
    public string? Body { get; set; }

    /// <summary>Gets or sets the trailers; null for none.</summary>
    public IReadOnlyList<(string Name, string Value)>? Trailers { get; set; }

    /// <summary>Gets or sets the function that returns the frames.</summary>
    public Func<IEnumerable<byte>> Frames { get; set; }

    /// <summary>Returns the header block.</summary>
    public byte[] Block() => Block([.. Pseudo, .. Headers]);

    /// <summary>Returns the HEADERS frame.</summary>
    /// <param name="ends">True when it ends the stream.</param>
    public byte[] Head(bool ends) => Create(HeadersType, EndHeaders | (ends ? EndStream : 0), Stream, Block());

    /// <summary>Replaces the value of a pseudo-header, unless another oddity removed it.</summary>
    public void Set(string name, string value)
    {
        if (Pseudo.FindIndex(header => header.Name == name) is >= 0 and var at)
        {
            Pseudo[at] = (name, value);
        }
    }

    /// <summary>Makes the request a POST request with a body of three bytes.</summary>
    public void Post()
    {
        Set(":method", "POST");
        Body = "abc";
    }

    /// <summary>Returns the bytes of the connection, with its preface.</summary>
    public byte[] ToBytes() => [.. Preface, .. Frames()];

    private static byte[] Block(IEnumerable<(string Name, string Value)> headers) => [.. headers.SelectMany(header => Literal(header.Name, header.Value))];

    private static byte[] Bytes(string text) => [.. text.Select(c => (byte)c)];
}
