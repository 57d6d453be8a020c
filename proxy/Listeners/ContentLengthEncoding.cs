namespace ZipkinMesh.Proxy.Listeners;

/// <summary>
/// Decodes Content-Length so that Kestrel rejects every value that isn't made of digits alone (RFC 9110, 8.6). Kestrel parses the text as
/// .NET parses a number, with a sign, form feeds around it and NUL characters behind it.
/// </summary>
internal sealed class ContentLengthEncoding : HeaderEncoding
{
    public static ContentLengthEncoding Instance { get; } = new();

    protected override string? Replace(ReadOnlySpan<byte> value) => value.ContainsAnyExceptInRange((byte)'0', (byte)'9') ? "invalid" : null;
}
