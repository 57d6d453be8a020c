using System.Globalization;
using System.Numerics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Fuzz.Targets;

/// <summary>
/// Reads the trace context from a request's headers, writes it into them, and reads it again. Ids are compared with a second reading by
/// big numbers.
/// </summary>
internal sealed class B3HeadersTarget() : FuzzTarget(
    "b3-headers", "x-b3-traceid: ", "x-b3-spanid: ", "x-b3-parentspanid: ", "x-b3-sampled: ", "x-b3-flags: ", "b3: ", "X-B3-TraceId: ", "\n", "true", "0", "1", "d",
    "0x", "\0", "0000000000000000", "00000000000000000000000000000000", "463ac35c9f6413ad48485a3953bb6124", "a2fb4a1d1a96d312", "ffffffffffffffff", "-", "+", " ")
{
    private readonly B3Propagator _propagator = new();

    public override int MaxLength => 512;

    // HeaderLines allocates most of it.
    public override int MaxAllocationPerByte => 256;

    public override void Parse(byte[] input) => _propagator.Extract(new RequestHeaders().Read(HeaderLines.Read(input)));

    public override Outcome Check(byte[] input)
    {
        var given = HeaderLines.Read(input);
        var headers = new RequestHeaders().Read(given);
        if (!headers.AreValid)
        {
            return Outcome.Refused;
        }

        var context = _propagator.Extract(headers);
        if (given["b3"].Count == 0 && given["connection"].Count == 0)
        {
            OracleException.ThrowUnlessEqual(Expected(given), context, "read as big numbers");
        }

        if (context.Outcome == ExtractedContext.State.Joined && given["connection"].Count == 0)
        {
            CheckRoundTrip(context, headers);
        }

        var shape = ((int)context.Outcome << 4) | (context.Sampled is null ? 0 : context.Sampled.Value ? 4 : 8) | (context.ParentId is null ? 0 : 2);
        return new Outcome(context.Outcome != ExtractedContext.State.Unreadable, (shape << 1) | (context.TraceId.Length >> 5));
    }

    private void CheckRoundTrip(ExtractedContext context, RequestHeaders headers)
    {
        var sampled = context.Sampled ?? true;
        if (context.ParentId is null)
        {
            // The proxy never removes the header: a context without a parent leaves a zero or empty one as it came.
            headers[HeaderField.B3ParentSpanId] = default;
        }

        _propagator.Inject(new SpanIdentity(context.TraceId, context.SpanId, context.ParentId, sampled, IsShared: false), headers);
        var written = new HeaderDictionary();
        headers.CopyTo(written, static (target, name, values) => target[name] = values);
        OracleException.ThrowUnlessEqual(context with { Sampled = sampled }, _propagator.Extract(new RequestHeaders().Read(written)), "read again after writing");
    }

    private static ExtractedContext Expected(HeaderDictionary headers)
    {
        bool? sampled = headers["x-b3-sampled"].Count == 0 ? null : headers["x-b3-sampled"][0] is "1" or "true";
        if (headers["x-b3-traceid"].Count == 0 || headers["x-b3-spanid"].Count == 0)
        {
            return ExtractedContext.Root(sampled);
        }

        var parentText = First(headers["x-b3-parentspanid"]);
        var traceText = First(headers["x-b3-traceid"]);
        var trace = traceText.Length == 32 && Number(traceText[..16]) is { } high && Number(traceText[16..]) is { } low ? (high << 64) | low
            : traceText.Length == 32 ? null : Number(traceText);
        var span = Number(First(headers["x-b3-spanid"]));
        var parent = parentText.Length == 0 ? BigInteger.Zero : Number(parentText);
        return trace is null || span is null || parent is null ? ExtractedContext.Unreadable
            : trace.Value.IsZero || span.Value.IsZero ? ExtractedContext.Root(sampled)
            : new(ExtractedContext.State.Joined, sampled, Hex(trace.Value), Hex(span.Value), parent.Value.IsZero ? null : Hex(parent.Value));
    }

    private static string First(StringValues values) => values.Count == 0 ? "" : values[0] ?? "";

    private static BigInteger? Number(string text)
    {
        var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        return digits.Length > 0 && digits.All(char.IsAsciiHexDigit)
            && BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) is var number && number < BigInteger.One << 64 ? number : null;
    }

    private static string Hex(BigInteger number)
    {
        var digits = number.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return digits.PadLeft(digits.Length > 16 ? 32 : 16, '0');
    }
}
