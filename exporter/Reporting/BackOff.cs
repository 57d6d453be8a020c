namespace ZipkinMesh.Exporter.Reporting;

/// <summary>
/// Calculates the pauses between attempts: they double from 250 ms to 5 s, and each is shortened by up to a half at random, so that many
/// proxies don't return to a collector at the same moment.
/// </summary>
internal sealed class BackOff(Random random)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRequested = TimeSpan.FromSeconds(30);

    private TimeSpan _next = First;

    /// <summary>Returns the next pause.</summary>
    /// <param name="requested">The pause that the collector asked for, if it did (<c>Retry-After</c>); at most 30 s of it count.</param>
    public TimeSpan Next(TimeSpan? requested)
    {
        var pause = _next * (1 - (random.NextDouble() / 2));
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return requested is not { } longer || longer < pause ? pause : longer < LongestRequested ? longer : LongestRequested;
    }

    /// <summary>Starts again with the shortest pause.</summary>
    public void Reset() => _next = First;
}
