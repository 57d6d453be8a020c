using System.Buffers.Binary;
using ZipkinMesh.Proxy.Http;

namespace ZipkinMesh.Proxy.Tracing;

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

    /// <summary>The id a request came with, or null; an empty one counts as none.</summary>
    public static string? Read(RequestHeaders headers)
    {
        // Envoy joins a repeated x-request-id, which then is no UUID (case "x-request-id twice").
        var values = headers[HeaderField.RequestId];
        var id = values.Count > 1 ? string.Join(',', values.AsEnumerable()) : values.ToString();
        return id.Length == 0 ? null : id;
    }

    /// <summary>Gives a request an id, if it has none, where nothing is noted in it.</summary>
    public static string Ensure(RequestHeaders headers)
    {
        var id = Read(headers) ?? Create(NextNumber(), TraceReason.NotTraceable);
        headers[HeaderField.RequestId] = id;
        return id;
    }

    /// <summary>
    /// A new version 4 UUID. Random bits of the kernel's, as Guid.NewGuid has them, would cost 0.9 µs; request ids are no secrets.
    /// </summary>
    /// <param name="number">See <see cref="TryGetNumber"/>.</param>
    /// <param name="reason">What is noted in it.</param>
    public static string Create(uint number, TraceReason reason)
    {
        Span<byte> bytes = stackalloc byte[16];
        Random.Shared.NextBytes(bytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        bytes[6] = (byte)((bytes[6] & 0x0f) | ((int)reason << 4)); // version
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80); // variant 1
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>A number for a new id.</summary>
    public static uint NextNumber() => (uint)Random.Shared.NextInt64(uint.MaxValue + 1L);

    /// <summary>
    /// The number that percentages are compared with: the first eight hex digits. An id without them is never traced by this
    /// proxy's own decision (case "x-request-id not a uuid").
    /// </summary>
    public static bool TryGetNumber(string id, out ulong number)
    {
        number = 0;
        return id.Length >= NumberLength && B3Id.TryParse(id.AsSpan(0, NumberLength), out number);
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
