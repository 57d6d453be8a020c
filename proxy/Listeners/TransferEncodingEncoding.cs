using System.Text;

namespace ZipkinMesh.Proxy.Listeners;

/// <summary>
/// Decodes Transfer-Encoding so that Kestrel leaves the decision on other values than <c>chunked</c> to the proxy, which answers them with
/// 501. Kestrel would answer some with 400, and accept others, such as <c>gzip, chunked</c>.
/// </summary>
internal sealed class TransferEncodingEncoding : HeaderEncoding
{
    // Kestrel looks at the last coding only.
    private const string Other = "other,chunked";

    public static TransferEncodingEncoding Instance { get; } = new();

    public override int GetMaxCharCount(int byteCount) => Math.Max(byteCount, Other.Length);

    // A value with control characters is malformed, not unknown: it gets 400.
    protected override string? Replace(ReadOnlySpan<byte> value) =>
        Ascii.EqualsIgnoreCase(value, "chunked") || value.ContainsAnyInRange((byte)0, (byte)0x1f) || value.Contains((byte)0x7f) ? null : Other;
}
