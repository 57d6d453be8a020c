using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.TraceContext;

namespace ZipkinMesh.Proxy.RequestIds;

/// <summary>
/// The x-request-id of a request: kept when it has one, made when it has none, and the place where Envoy notes whether the
/// request is traced (<see cref="TraceReason"/>).
/// </summary>
internal static class RequestId
{
    public const string Header = "x-request-id";

    private const int ReasonPosition = 14;
    private const int UuidLength = 36;

    // The digits that sampling looks at.
    private const int NumberLength = 8;

    /// <summary>The request's id; an absent or empty one is replaced by a new version 4 UUID.</summary>
    public static string Ensure(IHeaderDictionary headers)
    {
        if (headers.TryGetValue(Header, out var values))
        {
            if (values.Count > 1)
            {
                // Envoy joins a repeated x-request-id, which then is no UUID (case "x-request-id twice").
                headers[Header] = values = string.Join(',', values.AsEnumerable());
            }

            if (values[0] is { Length: > 0 } id)
            {
                return id;
            }
        }

        var created = Guid.NewGuid().ToString();
        headers[Header] = created;
        return created;
    }

    /// <summary>
    /// The number that percentages are compared with: the first eight hex digits. An id without them is never traced by this
    /// proxy's own decision (case "x-request-id not a uuid").
    /// </summary>
    public static bool TryGetNumber(string id, out ulong number)
    {
        number = 0;
        return id.Length >= NumberLength && HexId.TryParse(id.AsSpan(0, NumberLength), out number);
    }

    public static TraceReason ReadReason(string id) => id.Length != UuidLength
        ? TraceReason.NotTraceable
        : id[ReasonPosition] switch
        {
            '9' => TraceReason.Sampling,
            'a' => TraceReason.ServiceForced,
            'b' => TraceReason.ClientForced,
            _ => TraceReason.NotTraceable,
        };

    /// <summary>The id with the reason in it; an id of another length than a UUID's is left as it is.</summary>
    public static string WithReason(string id, TraceReason reason)
    {
        var digit = reason switch
        {
            TraceReason.Sampling => '9',
            TraceReason.ServiceForced => 'a',
            TraceReason.ClientForced => 'b',
            _ => '4',
        };

        return id.Length != UuidLength || id[ReasonPosition] == digit
            ? id
            : string.Create(id.Length, (id, digit), static (span, state) =>
            {
                state.id.CopyTo(span);
                span[ReasonPosition] = state.digit;
            });
    }
}
