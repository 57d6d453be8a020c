using System.Globalization;

namespace ZipkinMesh.Zipkin.Model;

/// <summary>
/// The id of a trace: <c>463ac35c9f6413ad</c> in 64 bits or <c>48485a3953bb61246b221d5bc9e6496c</c> in 128 bits. Tracers that support only
/// 64 bits report the low half of the same trace.
/// </summary>
internal readonly record struct TraceId(ulong High, ulong Low)
{
    /// <summary>Gets the hash code, which a sender can't predict.</summary>
    public override int GetHashCode() => HashCode.Combine(IdComparer.Hash(High), IdComparer.Hash(Low));

    public override string ToString() => High == 0 ? Hex(Low) : Hex(High) + Hex(Low);

    private static string Hex(ulong half) => half.ToString("x16", CultureInfo.InvariantCulture);
}
