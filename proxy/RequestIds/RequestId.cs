using ZipkinMesh.Proxy.Headers;
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
    public static string Ensure(RequestHeaders headers)
    {
        ref var values = ref headers[HeaderField.RequestId];
        if (values.Count > 1)
        {
            // Envoy joins a repeated x-request-id, which then is no UUID (case "x-request-id twice").
            values = string.Join(',', values.AsEnumerable());
        }

        if (values.Count == 0 || values[0] is not { Length: > 0 } id)
        {
            id = Create();
            values = id;
        }

        return id;
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

    // As Guid.NewGuid does it, which asks the kernel for random bits each time: 0.9 µs. Request ids are no secrets.
    private static string Create()
    {
        Span<byte> bytes = stackalloc byte[16];
        Random.Shared.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40); // version 4
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80); // variant 1
        return new Guid(bytes, bigEndian: true).ToString();
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
