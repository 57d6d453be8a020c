using System.Buffers.Binary;
using ZipkinMesh.Proxy.Http;

namespace ZipkinMesh.Proxy.Tracing;

/// <summary>
/// Reads and creates the x-request-id of a request. A request keeps the id it arrives with. Like Envoy, the proxy stores in the id
/// why the request is traced (<see cref="TraceReason"/>).
/// </summary>
internal static class RequestId
{
    private const int ReasonPosition = 14;
    private const int UuidLength = 36;

    // The number of hex digits that sampling uses.
    private const int NumberLength = 8;

    /// <summary>Returns the id that a request arrived with; null for none or an empty one.</summary>
    public static string? Read(RequestHeaders headers)
    {
        // Envoy 1.40 joins a repeated x-request-id, which then isn't a UUID.
        var values = headers[HeaderField.RequestId];
        var id = values.Count > 1 ? string.Join(',', values.AsEnumerable()) : values.ToString();
        return id.Length == 0 ? null : id;
    }

    /// <summary>Creates an id for a request that has none, and returns the request's id.</summary>
    public static string Ensure(RequestHeaders headers)
    {
        var id = Read(headers) ?? Create(NextNumber(), TraceReason.NotTraceable);
        headers[HeaderField.RequestId] = id;
        return id;
    }

    /// <summary>
    /// Creates a version 4 UUID. Guid.NewGuid takes random bits from the kernel, which costs 0.9 µs; request ids aren't secrets.
    /// </summary>
    /// <param name="number">The number that sampling uses; see <see cref="TryGetNumber"/>.</param>
    /// <param name="reason">The reason to store in the id.</param>
    public static string Create(uint number, TraceReason reason)
    {
        Span<byte> bytes = stackalloc byte[16];
        Random.Shared.NextBytes(bytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        bytes[6] = (byte)((bytes[6] & 0x0f) | ((int)reason << 4)); // version
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80); // variant 1
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>Returns a random number for a new id.</summary>
    public static uint NextNumber() => (uint)Random.Shared.NextInt64(uint.MaxValue + 1L);

    /// <summary>
    /// Returns the number that sampling percentages are compared with: the first eight hex digits. The proxy never samples a request
    /// whose id doesn't begin with them, as observed on Envoy 1.40.
    /// </summary>
    public static bool TryGetNumber(string id, out ulong number)
    {
        number = 0;
        return id.Length >= NumberLength && B3Id.TryParse(id.AsSpan(0, NumberLength), out number);
    }

    /// <summary>Returns the reason that is stored in an id.</summary>
    public static TraceReason ReadReason(string id) => id.Length != UuidLength
        ? TraceReason.NotTraceable
        : id[ReasonPosition] switch
        {
            '9' => TraceReason.Sampling,
            'a' => TraceReason.ServiceForced,
            'b' => TraceReason.ClientForced,
            _ => TraceReason.NotTraceable,
        };

    /// <summary>Returns the id with the reason stored in it; an id that isn't as long as a UUID is returned unchanged.</summary>
    public static string WithReason(string id, TraceReason reason)
    {
        var digit = "0123456789abcdef"[(int)reason];
        return id.Length != UuidLength || id[ReasonPosition] == digit
            ? id
            : string.Create(id.Length, (id, digit), static (span, state) =>
            {
                state.id.CopyTo(span);
                span[ReasonPosition] = state.digit;
            });
    }
}
