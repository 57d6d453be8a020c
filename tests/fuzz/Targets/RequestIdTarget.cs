using System.Globalization;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Options;
using ZipkinMesh.Proxy.Streams;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Fuzz.Targets;

/// <summary>
/// Decides about sampling by x-request-id. An id that came is kept but for the digit with the reason, the decision is the same when it is
/// taken again by the next proxy, and a request is sampled exactly when its id begins with a number.
/// </summary>
internal sealed class RequestIdTarget() : FuzzTarget(
    "request-id", "x-request-id: ", "x-client-trace-id: ", "\n", "5951ce0d-8b58-96bf-b4a7-e8d8336907e3", "5951ce0d", "-", "0x", "9", "a", "b", "4", "A", ",", "ffffffff", " ", "{", "}")
{
    private const int ReasonPosition = 14;

    private readonly TraceSampler _sampler = new(new SamplingPercentages(new TracingOptions()));
    private readonly TracingSettings _settings = TracingSettingsFactory.Create("Tracing", new TracingOptions());

    public override int MaxLength => 512;

    // HeaderLines allocates most of it.
    public override int MaxAllocationPerByte => 256;

    public override void Parse(byte[] input) => _sampler.Decide(new RequestHeaders().Read(HeaderLines.Read(input)), _settings, isUndecided: true, out _);

    public override Outcome Check(byte[] input)
    {
        var headers = new RequestHeaders().Read(HeaderLines.Read(input));
        if (!headers.AreValid)
        {
            return Outcome.Refused;
        }

        var given = RequestId.Read(headers);
        var isSampled = _sampler.Decide(headers, _settings, isUndecided: true, out var id);
        if (given is null)
        {
            OracleException.ThrowUnless(Guid.TryParseExact(id, "D", out _), "a created id is a UUID");
        }
        else
        {
            OracleException.ThrowUnlessEqual(given.Length, id.Length, "the length is kept");
            OracleException.ThrowUnless(!given.Where((c, i) => c != id[i] && (i != ReasonPosition || given.Length != 36)).Any(), "only the reason changes");
            OracleException.ThrowUnlessEqual(HasNumber(given), isSampled, "sampled exactly when the id has a number");
        }

        var again = _sampler.Decide(headers, _settings, isUndecided: true, out var second);
        OracleException.ThrowUnlessEqual((isSampled, id), (again, second), "decided alike the second time");
        return new Outcome(isSampled, (id.Length == 36 ? (int)RequestId.ReadReason(id) : 0) | (given is null ? 16 : 0) | (isSampled ? 32 : 0));
    }

    private static bool HasNumber(string id)
    {
        if (id.Length < 8)
        {
            return false;
        }

        var digits = id.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? id[2..8] : id[..8];
        return digits.All(char.IsAsciiHexDigit) && long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);
    }
}
