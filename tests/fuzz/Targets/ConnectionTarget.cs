using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Listeners;

namespace ZipkinMesh.Fuzz.Targets;

/// <summary>
/// Reads a Connection header, of which each line of the input is one. Decoding changes <c>keep-alive</c> only, and a
/// header is removed exactly when an option names it.
/// </summary>
internal sealed class ConnectionTarget() : FuzzTarget(
    "connection", "close", "keep-alive", "Keep-Alive", ",", ", ", "\n", "x-hop", "X-Hop", "x-a", "upgrade", "te", "trailers", "\t", " ", ";", "=", "\"", "\u00a0", "\u0085")
{
    private static readonly string[] Names = ["x-hop", "x-a", "x-not-named"];

    public override int MaxLength => 512;

    // One request with its headers.
    public override int MaxAllocationPerByte => 128;

    public override void Parse(byte[] input) => new RequestHeaders().Read(Request(Lines(input)));

    public override Outcome Check(byte[] input)
    {
        var lines = Lines(input);
        foreach (var line in lines)
        {
            CheckDecoding(line);
        }

        var headers = new RequestHeaders().Read(Request(lines));
        if (!headers.AreValid)
        {
            return Outcome.Refused;
        }

        var options = lines.SelectMany(line => line.Split(',')).Select(option => option.Trim(' ', '\t')).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var forwarded = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        headers.CopyTo(forwarded, static (names, name, _) => names.Add(name));
        foreach (var name in Names)
        {
            OracleException.ThrowUnlessEqual(!options.Contains(name), forwarded.Contains(name), $"{name} is forwarded unless an option names it");
            OracleException.ThrowUnlessEqual(options.Contains(name), HopByHop.IsNamed(name, string.Join(',', lines)), $"{name} is named");
        }

        return Outcome.Accepted(forwarded.Count | (Math.Min(options.Count, 15) << 4) | (Math.Min(lines.Length, 7) << 8));
    }

    private static void CheckDecoding(string line)
    {
        var decoded = ConnectionEncoding.Instance.GetString(Encoding.Latin1.GetBytes(line));
        var options = line.Split(',');
        var others = options.Count(option => option.Trim(' ', '\t').ToLowerInvariant() is "close" or "upgrade");
        var expected = string.Join(',', options.Select(option =>
            option.Trim(' ', '\t').Equals("keep-alive", StringComparison.OrdinalIgnoreCase) ? new string(' ', option.Length) : option));
        OracleException.ThrowUnlessEqual(expected + (others > 0 ? ",keep-alive" : ""), decoded, "decoding blanks out keep-alive, and adds it beside close and upgrade");
    }

    private static string[] Lines(byte[] input) => Encoding.Latin1.GetString(input).Split('\n', 8);

    private static HeaderDictionary Request(string[] lines)
    {
        var headers = new HeaderDictionary { ["Connection"] = new StringValues(lines) };
        foreach (var name in Names)
        {
            headers[name] = "value";
        }

        return headers;
    }
}
