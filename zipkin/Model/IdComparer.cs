namespace ZipkinMesh.Zipkin.Model;

/// <summary>
/// Hashes ids with a factor that differs in each process. The default hash of a number is known: a sender could choose ids that all fall
/// into one bucket of a table, and each of them would be compared with all others.
/// </summary>
internal sealed class IdComparer : IEqualityComparer<ulong>
{
    public static readonly IdComparer Instance = new();

    // Random in all 64 bits. It is odd, so that different ids have different products.
    private static readonly ulong Factor = ((ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue)) | 1;

    public bool Equals(ulong x, ulong y) => x == y;

    public int GetHashCode(ulong obj) => Hash(obj);

    /// <summary>Returns the high half of the product, which depends on all bits of the id.</summary>
    public static int Hash(ulong id) => (int)((id * Factor) >> 32);
}
