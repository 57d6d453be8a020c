using System.Text;
using System.Text.RegularExpressions;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Fuzz.Targets;

/// <summary>
/// Reads the <c>b3</c> header. What is read can be written and read again, in at most 68 characters, and a regular expression accepts the
/// same values.
/// </summary>
internal sealed partial class B3SingleTarget() : FuzzTarget(
    "b3-single", "-", "0", "1", "d", "0x", "0X", "0000000000000000", "463ac35c9f6413ad", "A2FB4A1D1A96D312", "-1-", "-d-", "-0-", "\0", " ", "+", "\u00e9")
{
    private const int LongestHeader = 32 + 1 + 16 + 2 + 1 + 16;

    public override int MaxLength => 160;

    public override void Parse(byte[] input) => B3Single.Parse(Encoding.Latin1.GetString(input));

    public override Outcome Check(byte[] input)
    {
        var text = Encoding.Latin1.GetString(input);
        var context = B3Single.Parse(text);
        OracleException.ThrowUnlessEqual(Pattern.IsMatch(text), context.Outcome != ExtractedContext.State.Unreadable, "accepted as the grammar says");
        if (context.Outcome == ExtractedContext.State.Joined)
        {
            var sampled = context.Sampled ?? true;
            var written = B3Single.Format(new SpanIdentity(context.TraceId, context.SpanId, context.ParentId, sampled, IsShared: false));
            OracleException.ThrowUnless(written.Length <= LongestHeader, "a written header has at most 68 characters");
            OracleException.ThrowUnlessEqual(context with { Sampled = sampled }, B3Single.Parse(written), "read again after writing");
        }

        return new Outcome(context.Outcome != ExtractedContext.State.Unreadable, HashCode(context));
    }

    private static int HashCode(ExtractedContext context) =>
        ((int)context.Outcome << 4) | (context.Sampled is null ? 0 : context.Sampled.Value ? 4 : 8) | (context.ParentId is null ? 0 : 2) | (context.TraceId.Length >> 5);

    [GeneratedRegex(@"\A([01d]|((0[xX][0-9a-fA-F]{14}|[0-9a-fA-F]{16}){1,2})-(0[xX][0-9a-fA-F]{14}|[0-9a-fA-F]{16})(-[01d](-(0[xX][0-9a-fA-F]{14}|[0-9a-fA-F]{16}))?)?)\z")]
    private static partial Regex Pattern { get; }
}
