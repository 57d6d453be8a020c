using Microsoft.Extensions.Primitives;

namespace ZipkinMesh.Proxy.Http;

/// <summary>
/// Represents the headers that a request's Connection header names. They are meant for this connection alone, and are removed before
/// anything reads them.
/// </summary>
/// <remarks>
/// The rules are those of Envoy
/// (https://github.com/envoyproxy/envoy/blob/v1.36.0/source/common/http/utility.cc, sanitizeConnectionHeader), which calls such headers
/// nominated.
/// </remarks>
internal readonly struct NominatedHeaders
{
    // Envoy rejects a longer list.
    private const int MaxOptions = 9;

    private readonly string? _options;

    private NominatedHeaders(string? options) => _options = options;

    /// <summary>Reads a Connection header.</summary>
    /// <returns>False when the header names one that a client must not remove, or too many.</returns>
    public static bool TryRead(in StringValues connection, out NominatedHeaders nominated)
    {
        nominated = default;
        if (connection.Count == 0 || (connection.Count == 1 && connection[0] is "keep-alive" or "close"))
        {
            return true;
        }

        var options = connection.Count == 1 ? connection[0] ?? "" : string.Join(',', connection.AsEnumerable());
        var (count, hasNames) = (0, false);
        foreach (var range in options.AsSpan().Split(','))
        {
            var option = options.AsSpan(range);
            if (option.IsEmpty || option.SequenceEqual("keep-alive"))
            {
                continue;
            }

            option = option.Trim(" \t");
            if (++count > MaxOptions || IsForbidden(option))
            {
                return false;
            }

            hasNames |= !IsOptionOfConnection(option);
        }

        nominated = new NominatedHeaders(hasNames ? options : null);
        return true;
    }

    public bool Contains(string header) => _options is not null && HopByHop.IsNamed(header, _options);

    // These say who the client is and what it asked for.
    private static bool IsForbidden(ReadOnlySpan<char> option) =>
        option.StartsWith(':')
        || option.Equals("host", StringComparison.OrdinalIgnoreCase)
        || (option.StartsWith("x-forwarded-", StringComparison.OrdinalIgnoreCase)
            && (option.Equals(EnvoyHeaders.ForwardedFor, StringComparison.OrdinalIgnoreCase)
                || option.Equals("x-forwarded-host", StringComparison.OrdinalIgnoreCase)
                || option.Equals(EnvoyHeaders.ForwardedProto, StringComparison.OrdinalIgnoreCase)));

    private static bool IsOptionOfConnection(ReadOnlySpan<char> option) =>
        option.IsEmpty
        || option.Equals("close", StringComparison.OrdinalIgnoreCase)
        || option.Equals("upgrade", StringComparison.OrdinalIgnoreCase)
        || option.Equals("keep-alive", StringComparison.OrdinalIgnoreCase);
}
