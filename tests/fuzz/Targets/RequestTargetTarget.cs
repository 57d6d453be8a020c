using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ZipkinMesh.Proxy.Http;

namespace ZipkinMesh.Fuzz.Targets;

/// <summary>
/// Reads the target of a request, of which the first line of the input is the target and the second x-forwarded-proto. The path is a part of
/// what was sent, byte for byte, and stays the same in the address of the upstream's request.
/// </summary>
internal sealed class RequestTargetTarget() : FuzzTarget(
    "request-target", "/", "//", "http://", "HTTPS://", "://", "?", "#", "%2f", "%00", "..", "/../", ";", ":", "@", "[::1]", "*", "\\", "\n", "http", "https", "a=b", "%", "\u00ff", " ")
{
    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override int MaxLength => 512;

    public override int MaxAllocationPerByte => 32;

    public override void Parse(byte[] input)
    {
        var context = Context(input, out var forwarded);
        RequestTarget.PathOf(context);
        RequestTarget.SchemeOf(context, forwarded);
    }

    public override Outcome Check(byte[] input)
    {
        var context = Context(input, out var forwarded);
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var path = RequestTarget.PathOf(context);
        var scheme = RequestTarget.SchemeOf(context, forwarded);
        OracleException.ThrowUnlessEqual(Expected(target), path, "the path as it was sent");
        OracleException.ThrowUnless(scheme is "http" or "https", "the scheme is http or https");
        if (path.StartsWith('/') && path.All(c => c is > ' ' and < (char)0x7f and not '#'))
        {
            var address = new Uri($"http://127.0.0.1:8000{path}", Verbatim);
            OracleException.ThrowUnlessEqual(path, address.PathAndQuery, "the path in the upstream's address");
            OracleException.ThrowUnlessEqual("127.0.0.1:8000", address.Authority, "the upstream's address");
        }

        return Outcome.Accepted((path.Length == target.Length ? 0 : 1) | (scheme.Length << 1) | (path.Contains('?', StringComparison.Ordinal) ? 64 : 0));
    }

    private static string Expected(string target)
    {
        if (target.StartsWith('/') || target.Split("://", 2) is not [_, var rest])
        {
            return target;
        }

        var authority = rest.Split('/', '?')[0];
        return rest.Length == authority.Length ? "/" : rest[authority.Length] == '?' ? "/" + rest[authority.Length..] : rest[authority.Length..];
    }

    private static DefaultHttpContext Context(byte[] input, out string forwarded)
    {
        var lines = Encoding.Latin1.GetString(input).Split('\n', 2);
        var context = new DefaultHttpContext();
        context.Request.Scheme = "http";
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = lines[0];
        forwarded = lines.Length > 1 ? lines[1] : "";
        return context;
    }
}
