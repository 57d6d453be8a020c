namespace ZipkinMesh.Proxy.Counters;

/// <summary>Counts responses by their status code.</summary>
internal sealed class StatusCounters
{
    private const int First = 100;
    private const int Last = 599;
    private const int PerClass = 100;

    // By status; codes that no class has are at index 0.
    private readonly long[] _counts = new long[Last + 1];

    /// <summary>Gets the number of responses with a status.</summary>
    public long this[int status] => Volatile.Read(ref _counts[status]);

    /// <summary>Gets the number of all responses.</summary>
    public long Total => Sum(0, _counts.Length);

    /// <summary>Gets the status codes that have been counted, in their order.</summary>
    public IEnumerable<int> Codes => Enumerable.Range(First, Last - First + 1).Where(status => this[status] > 0);

    /// <summary>Counts a response.</summary>
    public void Increment(int status) => Interlocked.Increment(ref _counts[status is >= First and <= Last ? status : 0]);

    /// <summary>Returns the number of responses of a class, such as 2 for 2xx.</summary>
    public long OfClass(int codeClass) => Sum(codeClass * PerClass, PerClass);

    private long Sum(int from, int count)
    {
        var sum = 0L;
        for (var status = from; status < from + count; status++)
        {
            sum += this[status];
        }

        return sum;
    }
}
